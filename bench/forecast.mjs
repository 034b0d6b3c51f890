// Which model to fine-tune, forecast from small parts of the data: every method against the losses at full size. Prints tables.
//   node bench/forecast.mjs [folder with tables like test/fixtures/fine-tuning] [--transfer]
// --transfer chooses the prior belief on one data set, by forecasts of sizes below the full one, and applies it to the others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './loadSource.mjs';

const plateau = await loadSource(
  'analyzers/fineTuning/fineTuningCandidates', 'analyzers/fineTuning/fineTuningEvaluation', 'analyzers/fineTuning/fineTuningForecast', 'formats/tables/readTable',
  'numerics/forecast/acceptThenStop', 'numerics/forecast/combinedForecast', 'numerics/forecast/forecastAccuracy',
  'numerics/forecast/rectifiedPosterior',
);

const folder = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? fileURLToPath(new URL('../test/fixtures/fine-tuning', import.meta.url));
const shares = [8, 16, 32, 64, 128, 256, 512];
const methods = ['ats', 'rectified', 'vanilla', 'plateau'];
const sets = readdirSync(folder).filter((name) => name.endsWith('.csv')).sort().map((name) => {
  const candidates = plateau.fineTuningCandidates(plateau.readTable(name, readFileSync(join(folder, name))));
  if ('error' in candidates) throw new Error(candidates.error);
  return { name: name.replace('.csv', ''), candidates, sizes: candidates[0].sizes, full: Math.max(...candidates[0].sizes) };
});

accuracyTable();
timing();
if (process.argv.includes('--transfer')) transferTable();

function accuracyTable() {
  console.log('PearCorr % / RelAcc % / RMSE of the loss at full size, and the share inside of the 95 % interval of ours');
  console.log(row(['', 'budget', ...methods, 'coverage']));
  const cells = sets.flatMap((set) => shares.map((share) => {
    const found = methods.map((method) => evaluated(set, set.full / share, method));
    console.log(row([set.name, `1/${share}`, ...found.map((one) => (one ? `${one.PearCorr.toFixed(1)} / ${one.RelAcc.toFixed(1)} / ${one.RMSE.toFixed(3)}` : '–')), `${found.at(-1).coverage.toFixed(0)} %`]));
    return { ats: found[0], ours: found.at(-1) };
  }));
  console.log(`\nRMSE below that of accept-then-stop in ${cells.filter(({ ats, ours }) => ours.RMSE < ats.RMSE).length} of ${cells.length} cells, geometric mean ratio ${Math.exp(mean(cells.map(({ ats, ours }) => Math.log(ours.RMSE / ats.RMSE)))).toFixed(3)}`);
  for (const key of ['RelAcc', 'PearCorr']) console.log(`mean ${key}: accept-then-stop ${mean(cells.map(({ ats }) => ats[key])).toFixed(2)}, ours ${mean(cells.map(({ ours }) => ours[key])).toFixed(2)}`);
  console.log(`mean coverage of the 95 % intervals: ${mean(cells.map(({ ours }) => ours.coverage)).toFixed(1)} %`);
}

function evaluated({ candidates, full }, budget, method) {
  const report = plateau.fineTuningForecast(candidates, { method, budget, full });
  return 'error' in report ? undefined : plateau.evaluateForecast(report, candidates);
}

function timing() {
  console.log('\nwhole report of one table, seconds (median of 5)');
  for (const { name, candidates, sizes, full } of sets) {
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      plateau.fineTuningForecast(candidates, { method: 'plateau', budget: full, full: 2 * full });
      return (performance.now() - started) / 1000;
    }).sort((a, b) => a - b);
    console.log(`  ${name}: ${candidates.length} models x ${sizes.length} sizes: ${times[2].toFixed(2)}`);
  }
}

/** Chooses on one set, at targets of at least 8 times the budget and below the full size; reports on the others at the full size. */
function transferTable() {
  const beliefs = [0.5, 0.7, 1].flatMap((halving) => [0, 2].flatMap((floorRate) => [0.5, 1].flatMap((betaDeviation) => [1, 3, 10].map((candidates) => ({ ...plateau.rectifiedBelief, halving, floorRate, betaDeviation, candidates })))));
  const results = beliefs.map((belief) => ({ belief, chosen: sets.map((set) => ratio(set, belief, below(set))), full: sets.map((set) => ratio(set, belief, atFull(set))) }));
  console.log('\nbelief chosen on one data set below its full size, applied to another at its full size: ratio of RMSE to accept-then-stop, cells won');
  sets.forEach(({ name }, i) => {
    const best = results.reduce((a, b) => (b.chosen[i].ratio < a.chosen[i].ratio ? b : a));
    const { halving, floorRate, betaDeviation, candidates } = best.belief;
    sets.forEach(({ name: other }, j) => {
      if (j !== i) console.log(`  ${name} → ${other}: ${best.full[j].ratio.toFixed(3)}, ${best.full[j].won} of ${shares.length}, RelAcc ${best.full[j].gain >= 0 ? '+' : ''}${best.full[j].gain.toFixed(2)} (halving ${halving}, floorRate ${floorRate}, betaDeviation ${betaDeviation}, candidates ${candidates})`);
    });
  });
  const won = results.map(({ full }) => full.reduce((sum, one) => sum + one.won, 0));
  console.log(`  over all ${beliefs.length} beliefs: ${Math.min(...won)} to ${Math.max(...won)} of ${shares.length * sets.length} cells won`);
}

function below({ sizes }) {
  return [8, 10, 12].flatMap((target) => Array.from({ length: target - 6 }, (_, i) => ({ count: i + 5, target }))).filter(({ target }) => target < sizes.length - 1);
}

function atFull({ sizes, full }) {
  return shares.map((share) => ({ count: sizes.filter((size) => size <= full / share).length, target: sizes.length - 1 }));
}

function ratio({ candidates, sizes }, belief, cells) {
  const found = cells.map(({ count, target }) => {
    const known = candidates.map((one) => ({ ...one, sizes: one.sizes.slice(0, count), losses: one.losses.slice(0, count) }));
    const truth = candidates.map(({ losses }) => losses[target]);
    const ours = plateau.forecastAccuracy(plateau.combinedForecasts(known, sizes[target], undefined, belief).map((one) => Math.exp(one.at(sizes[target]).mean)), truth);
    const ats = plateau.forecastAccuracy(known.map((one) => plateau.lossOnLine(plateau.acceptThenStop(one.sizes, one.losses), sizes[target])), truth);
    return { ratio: ours.rmse / ats.rmse, gain: 100 * (ours.relative - ats.relative) };
  });
  return { ratio: Math.exp(mean(found.map((one) => Math.log(one.ratio)))), won: found.filter((one) => one.ratio < 1).length, gain: mean(found.map((one) => one.gain)) };
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function row([set, budget, ...cells]) {
  return [set.padEnd(10), String(budget).padEnd(7), ...cells.map((cell) => String(cell).padStart(22))].join(' ');
}
