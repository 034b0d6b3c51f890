// Stop decisions on recorded curves, replayed with no look-ahead, against every baseline. Prints tables.
//   node bench/decisions.mjs [folder that holds learning-curves/]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './loadSource.mjs';
import { moddedNanogpt, multiPowerCurves, taskset } from './decisionData.mjs';
import { baselines, mean, outcome, quantile } from './decisionRules.mjs';

const data = process.argv[2] ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
const curvesFolder = join(data, 'learning-curves');
const plateau = await loadSource(
  'analyzers/returns/marginalReturnTrace', 'analyzers/returns/marginalReturnChecks', 'analyzers/replay/replay', 'analyzers/schedules/multiPowerLawFit',
  'analyzers/schedules/multiPowerLaw', 'analyzers/schedules/ratePath', 'model/series', 'model/settings',
);

const automatic = plateau.defaultSettings;
const withThreshold = (threshold) => ({ ...automatic, 'marginalReturn.threshold': threshold });
const thresholds = Array.from({ length: 141 }, (_, i) => 1e-3 * 10 ** (i / 40));

tasksetTable(taskset(join(curvesFolder, 'taskset/curves.csv.gz')), true);
tasksetTable(taskset(join(curvesFolder, 'taskset/curves.csv.gz')), false);
moddedTable(moddedNanogpt(join(curvesFolder, 'modded-nanogpt/val_curves.csv.gz')));
scheduleTable(multiPowerCurves(join(curvesFolder, 'multi-power-law')));
lawTable(multiPowerCurves(join(curvesFolder, 'multi-power-law')));

function runOf(curve, plan) {
  const series = [[curve.metric, curve.losses], ...(curve.rates ? [['learning_rate', curve.rates]] : [])].map(([metric, values]) => {
    const one = new plateau.Series(metric);
    values.forEach((value, i) => one.push(curve.steps[i], value));
    return one;
  });
  return {
    id: curve.name, name: curve.name, sources: [], series, plan, model: {}, hyperparameters: {}, configs: [], checkpoints: [],
    status: 'active', statusReason: '', skippedRecords: 0,
  };
}

/** Per curve: saved and regret at the threshold that the rule chooses by itself. */
function chosen(curves, planned) {
  return curves.map((curve) => {
    const trace = plateau.marginalReturnTrace(runOf(curve, planned ? { maxSteps: curve.plannedSteps } : {}), automatic);
    const step = trace && plateau.firstStop(trace, automatic);
    return outcome(curve, step === undefined ? undefined : curve.steps.indexOf(step));
  });
}

/** Per threshold, per curve: saved and regret. A larger threshold never stops later, so that what two agree on holds between them. */
function sweep(curves, planned) {
  const results = thresholds.map(() => []);
  for (const curve of curves) {
    const plan = planned ? { maxSteps: curve.plannedSteps } : {};
    const trace = plateau.marginalReturnTrace(runOf(curve, plan), automatic);
    const stopAt = (j) => trace && plateau.firstStop(trace, withThreshold(thresholds[j]));
    const steps = thresholds.map(() => undefined);
    const fill = (low, high) => {
      if (high - low < 2) return;
      const middle = (low + high) >> 1;
      steps[middle] = steps[low] === steps[high] ? steps[low] : stopAt(middle);
      fill(low, middle);
      fill(middle, high);
    };
    [steps[0], steps[steps.length - 1]] = [stopAt(0), stopAt(steps.length - 1)];
    fill(0, steps.length - 1);
    steps.forEach((step, j) => results[j].push(outcome(curve, step === undefined ? undefined : curve.steps.indexOf(step))));
  }
  return results;
}

function tasksetTable(curves, planned) {
  const tasks = [...new Set(curves.map(({ task }) => task))];
  const swept = sweep(curves, planned);
  const judged = baselines.map(({ name, rule }) => ({ name, outcomes: curves.map((curve) => outcome(curve, rule(curve.losses))) }));
  const everything = curves.map((_, i) => i);
  console.log(`\nTaskSet: ${curves.length} finite validation curves of ${tasks.length} tasks, plan ${planned ? 'known' : 'unknown'}; margins are saved minus the baseline's`);
  console.log(row(['rule', 'saved', 'regret', 'p95', 'same regret: saved', 'margin', 'same saved: regret', '| halves: worst margin', 'mean', 'below 0', 'tuned on the other half: saved', 'regret', 'against']));
  const halves = combinations(tasks.length, 3).map((chosen) => everything.filter((i) => chosen.includes(tasks.indexOf(curves[i].task))));
  for (const { name, outcomes } of judged) {
    const all = compare(swept, outcomes, everything);
    const margins = halves.map((half) => compare(swept, outcomes, half).margin);
    const transfers = halves.map((half) => transfer(swept, outcomes, everything.filter((i) => !half.includes(i)), half));
    const average = (key) => fixed(mean(transfers.map((one) => one[key])), key === 'saved' || key === 'savedThen' ? 3 : 4);
    console.log(row([
      name, fixed(all.saved, 3), fixed(all.regret, 4), fixed(quantile(outcomes.map(({ regret }) => regret), 0.95), 4),
      fixed(all.saved + all.margin, 3), signed(all.margin), fixed(all.regretAtSaved, 4),
      `| ${signed(Math.min(...margins))}`, signed(mean(margins)), `${margins.filter((margin) => margin < 0).length}/${margins.length}`,
      average('saved'), average('regret'), `${average('savedThen')} ${average('regretThen')}`,
    ]));
  }
  const own = chosen(curves, planned);
  console.log(`ours at the automatic threshold: saved ${fixed(mean(own.map(({ saved }) => saved)), 3)}, regret ${fixed(mean(own.map(({ regret }) => regret)), 4)}, p95 ${fixed(quantile(own.map(({ regret }) => regret), 0.95), 4)}`);
}

/** The frontier of the sweep on some curves against one baseline on the same. */
function compare(swept, outcomes, chosen) {
  const frontier = swept.map((results) => pooled(results, chosen)).sort((a, b) => a.regret - b.regret || a.saved - b.saved);
  const { saved, regret } = pooled(outcomes, chosen);
  const within = frontier.filter((point) => point.regret <= regret).map((point) => point.saved);
  const enough = frontier.filter((point) => point.saved >= saved).map((point) => point.regret);
  return { saved, regret, margin: (within.length > 0 ? Math.max(...within) : 0) - saved, regretAtSaved: enough.length > 0 ? Math.min(...enough) : NaN };
}

/** The threshold that saves most at no more than the baseline's regret on `tune`, applied to `report`. */
function transfer(swept, outcomes, tune, report) {
  const limit = pooled(outcomes, tune).regret;
  const fitting = swept.map((results, j) => ({ j, ...pooled(results, tune) })).filter(({ regret }) => regret <= limit);
  const best = fitting.reduce((a, b) => (b.saved > a.saved ? b : a), { j: 0, saved: -1 });
  const { saved, regret } = pooled(swept[best.j], report);
  const then = pooled(outcomes, report);
  return { saved, regret, savedThen: then.saved, regretThen: then.regret };
}

function pooled(outcomes, chosen) {
  return { saved: mean(chosen.map((i) => outcomes[i].saved)), regret: mean(chosen.map((i) => outcomes[i].regret)) };
}

function moddedTable(curves) {
  console.log(`\nmodded-nanogpt: ${curves.length} runs with at least 20 validation points, schedule unknown`);
  console.log(row(['rule', 'stopped', 'saved', 'regret']));
  const print = (name, outcomes) => console.log(row([
    name, fixed(outcomes.filter(({ stopped }) => stopped).length / outcomes.length, 3),
    fixed(mean(outcomes.map(({ saved }) => saved)), 3), fixed(mean(outcomes.map(({ regret }) => regret)), 4),
  ]));
  for (const { name, rule } of baselines) print(name, curves.map((curve) => outcome(curve, rule(curve.losses))));
  print('ours, length known', chosen(curves, true));
  print('ours, length unknown', chosen(curves, false));
  const known = sweep(curves, true);
  const unknown = sweep(curves, false);
  for (const threshold of [0.02, 0.05, 0.1, 0.2, 0.3]) {
    const at = thresholds.reduce((near, value, j) => (Math.abs(Math.log(value / threshold)) < Math.abs(Math.log(thresholds[near] / threshold)) ? j : near), 0);
    print(`ours ${thresholds[at].toFixed(3)}, length known`, known[at]);
    print(`ours ${thresholds[at].toFixed(3)}, length unknown`, unknown[at]);
  }
}

function scheduleTable(curves) {
  console.log('\nKnown schedules: first words and the stop, if any, at the automatic threshold and at 0.2');
  for (const curve of curves) {
    for (const settings of [automatic, withThreshold(0.2)]) {
      const { stop, events } = plateau.replayRun(runOf(curve, curve.plan), settings);
      const said = events.slice(0, 2).map(({ step, rule }) => `${rule} at ${step}`).join(', ');
      console.log(row([curve.name, settings === automatic ? 'auto' : 0.2, stop ? `stop ${stop.step}: saved ${fixed(stop.saved, 3)}, regret ${fixed(stop.regret, 4)}${stop.regret > 0.005 ? ' TOO MUCH' : ''}` : 'no stop', said]));
    }
  }
}

function lawTable(curves) {
  const published = { L0: 3.04045406, A: 0.52468604, alpha: 0.50786857, B: 363.78751622, C: 2.06560812, beta: 0.58279013, gamma: 0.64142257 };
  const fitted = ['cosine_24000', 'constant_24000', 'wsdcon_9'];
  const exact = (curve) => new plateau.RatePath(Array.from({ length: curve.plannedSteps + 1 }, (_, step) => step), Array.from({ length: curve.plannedSteps + 1 }, (_, step) => curve.rateAt(step)));
  const thinned = (curve) => {
    const steps = Array.from({ length: curve.plannedSteps + 1 }, (_, step) => step).filter((step) => step % 80 === 0 || curve.kinks.includes(step));
    return new plateau.RatePath(steps, steps.map((step) => curve.rateAt(step)));
  };
  const own = plateau.fitMultiPowerLaw(curves.filter(({ name }) => fitted.includes(name)).map((curve) => ({ steps: curve.steps, losses: curve.losses, path: thinned(curve) }))).parameters;
  const held = curves.filter(({ name }) => !fitted.includes(name));
  console.log('\nMulti-Power Law, averages over the six held-out curves');
  console.log(row(['parameters', 'RMSE', 'R2', 'MAE', 'worst relative']));
  for (const [name, parameters] of [['published', published], ['own fit', own]]) {
    const errors = held.map((curve) => errorsOf(curve.losses, plateau.multiPowerLoss(parameters, exact(curve), curve.steps)));
    console.log(row([name, ...['rmse', 'r2', 'mae', 'worst'].map((key) => fixed(mean(errors.map((one) => one[key])), key === 'r2' ? 4 : 5))]));
  }
}

function errorsOf(losses, predicted) {
  const level = mean(losses);
  const errors = losses.map((loss, i) => loss - predicted[i]);
  const squares = mean(errors.map((error) => error ** 2));
  return {
    rmse: Math.sqrt(squares), r2: 1 - squares / mean(losses.map((loss) => (loss - level) ** 2)),
    mae: mean(errors.map(Math.abs)), worst: Math.max(...errors.map((error, i) => Math.abs(error) / losses[i])),
  };
}

function combinations(n, k, from = 0) {
  if (k === 0) return [[]];
  return Array.from({ length: n - from }, (_, i) => from + i).flatMap((first) => combinations(n, k - 1, first + 1).map((rest) => [first, ...rest]));
}

function row([first, ...rest]) {
  return [String(first).padEnd(28), ...rest.map((cell) => String(cell).padStart(8))].join('  ');
}

function fixed(value, digits) {
  return value.toFixed(digits);
}

function signed(value) {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}
