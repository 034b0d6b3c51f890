import { readConfig } from '../formats/configs/readConfig';
import type { ConfigEntry } from '../model/config';
import type { Finding } from '../model/finding';
import { byUrgency } from '../model/finding';
import { formatNumber, formatPercent, formatStep } from '../model/format';
import { latestPoints } from '../model/latestPoints';
import { metrics } from '../model/metric';
import type { Run } from '../model/run';
import { lastStep, seriesOf } from '../model/run';
import type { Settings } from '../model/settings';
import type { StopperOutcome } from '../model/report';
import { say } from '../model/say';
import type { JudgedRun } from './judgedRun';
import { densityFacts, type KnownDensities } from './lenses/densityFacts';
import type { LensFact } from './protocol';
import { spectralFacts } from './spectra/spectralFacts';
import { spectralView, type SpectralView } from './spectra/spectralView';

/**
 * What runs say about the lines of a configuration: at most two facts a line, from the run that matters most among
 * those that use the file. `all` are the runs of the workspace, for facts that compare them.
 */
export function lensFacts(path: string, text: string, all: readonly JudgedRun[], settings: Settings, densities: KnownDensities = { density: undefined, scaling: undefined }): readonly LensFact[] {
  const config = readConfig(path, text);
  if (!config) return [];
  const own = runsUsing(path, all);
  const view = spectralView(all, settings);
  return config.entries.flatMap((entry) => [...factsOfEntry(entry, own, all), ...spectralLenses(entry, own, view), ...densityFacts(entry, own, densities).map(shortened)].slice(0, factsPerLine).map((fact) => ({ line: entry.line, ...fact })));
}

/** The runs that use a configuration, the most urgent first. */
export function runsUsing(path: string, all: readonly JudgedRun[]): readonly JudgedRun[] {
  return all.filter(({ run }) => run.configs.some((used) => used.path === path)).sort(mostUrgentFirst);
}

function spectralLenses(entry: ConfigEntry, own: readonly JudgedRun[], view: SpectralView): readonly Fact[] {
  return spectralFacts(entry, own, view).map(({ run, text }) => shortened({ run, text, panel: 'spectrum' }));
}

type Fact = Omit<LensFact, 'line'>;

const factsPerLine = 2;
const longestText = 90;

function factsOfEntry(entry: ConfigEntry, own: readonly JudgedRun[], all: readonly JudgedRun[]): readonly Fact[] {
  const key = entry.key.slice(entry.key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase();
  const teller = tellers.find(({ keys }) => keys.has(key));
  const facts = teller?.tell(entry, own, all) ?? [];
  return facts.map(shortened);
}

function shortened(fact: Fact): Fact {
  if (fact.text.length <= longestText) return fact;
  const start = fact.text.slice(0, longestText - 2);
  const clause = Math.max(...[', ', '; ', ' while ', ' (', ': '].map((joint) => start.lastIndexOf(joint)));
  return { ...fact, text: `${clause > longestText / 2 ? start.slice(0, clause) : start.trimEnd()} …` };
}

interface Teller {
  readonly keys: ReadonlySet<string>;
  tell(entry: ConfigEntry, own: readonly JudgedRun[], all: readonly JudgedRun[]): readonly Fact[];
}

const tellers: readonly Teller[] = [
  {
    keys: new Set(['max_steps', 'max_iters', 'train_iters', 'max_duration', 'steps', 'num_train_epochs', 'num_epochs', 'max_epochs', 'epochs']),
    tell: (entry, own) => {
      const planned = own.filter((one) => plans(entry, one));
      return [...planned.flatMap(budgetFact), ...planned.slice(0, 1).flatMap(({ run, stoppers }) => patienceFact(run, stoppers, 'patience 3'))];
    },
  },
  {
    keys: new Set(['early_stopping_patience', 'early_stopping_steps', 'patience']),
    tell: (entry, own) => own.flatMap(({ run, stoppers }) => patienceFact(run, stoppers, `patience ${String(entry.value)}`)),
  },
  { keys: new Set(['learning_rate', 'lr', 'max_lr']), tell: (entry, own, all) => [...rateFact(entry, all), ...own.flatMap(findingFact(['divergence', 'never-learned', 'non-finite', 'learning-rate']))] },
  { keys: new Set(['max_grad_norm', 'grad_clip', 'clip_grad', 'gradient_clipping', 'gradient_clip_val', 'grad_clip_norm', 'clip_grad_norm', 'grad_norm_clip']), tell: (entry, own) => [...own.flatMap(({ run }) => clipFact(run, Number(entry.value))), ...own.flatMap(findingFact(['loss-spike', 'gradient-explosion']))] },
  { keys: new Set(['lr_scheduler_type', 'lr_scheduler', 'scheduler', 'lr_decay_iters', 'decay_start', 'decay_lr']), tell: (_, own) => own.flatMap(findingFact(['decay-now', 'wait-for-decay'])) },
  { keys: new Set(['gradient_accumulation_steps', 'accumulate_grad_batches']), tell: (_, own) => own.flatMap(findingFact(['inflated-loss'])) },
  { keys: new Set(['weight_decay', 'eval_steps', 'eval_interval']), tell: (_, own) => own.flatMap(findingFact(['overfitting'])) },
];

const stepKeys = new Set(['max_steps', 'max_iters', 'train_iters']);

/** Whether a line may be what a run goes by: a configuration nearer to the run, its log or the settings may plan other steps. */
function plans({ key, value }: ConfigEntry, { run }: JudgedRun): boolean {
  const isSteps = stepKeys.has(key.slice(key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase());
  return !isSteps || typeof value !== 'number' || value <= 0 || run.plan.maxSteps === undefined || run.plan.maxSteps === value;
}

function budgetFact({ run, findings }: JudgedRun): readonly Fact[] {
  const finding = findings.find(({ rule }) => rule === 'marginal-return' || rule === 'overfitting');
  if (!finding) return [];
  const budget = run.plan.maxSteps ?? lastStep(run);
  const what = finding.rule === 'overfitting' ? say`overfitting was plain by` : say`gain fell below the threshold at`;
  return [{ run: run.id, text: say`${what} step ${formatStep(finding.since)} of ${formatStep(budget)}: ${formatPercent(finding.since / budget)} of the budget · show why` }];
}

function patienceFact(run: Run, stoppers: readonly StopperOutcome[], name: string): readonly Fact[] {
  const outcome = stoppers.find((stopper) => stopper.name === name);
  if (!outcome || outcome.step === null) return [];
  const cost = outcome.regret > 0 ? say`${formatNumber(outcome.regret)} worse` : say`at no loss`;
  return [{ run: run.id, text: say`${name} would have stopped at ${formatStep(outcome.step)}, ${cost} · compare` }];
}

/** "3 runs used 3e-4, 2 diverged". */
function rateFact(entry: ConfigEntry, all: readonly JudgedRun[]): readonly Fact[] {
  const rate = Number(entry.value);
  if (!(rate > 0)) return [];
  const same = all.filter(({ run }) => Math.abs((run.plan.peakRate ?? peakRate(run)) / rate - 1) < sameRate);
  if (same.length < 2) return [];
  const broken = same.filter(({ findings }) => findings.some(({ rule }) => rule === 'divergence' || rule === 'non-finite'));
  const failed = same.filter(({ findings }) => findings.some(({ rule }) => rule === 'never-learned'));
  const outcome = [broken.length > 0 ? say`${broken.length} diverged` : '', failed.length > 0 ? say`${failed.length} never learned` : ''].filter(Boolean).join(', ');
  return [{ run: [...same].sort(mostUrgentFirst)[0].run.id, text: say`${same.length} runs used ${String(entry.value)}, ${outcome || say`none diverged`} · show` }];
}

function peakRate(run: Run): number {
  const rates = seriesOf(run, metrics.learningRate);
  return rates ? rates.values.reduce((peak, value) => (value > peak ? value : peak), 0) : NaN;
}

function clipFact(run: Run, limit: number): readonly Fact[] {
  const norms = seriesOf(run, metrics.gradNorm);
  if (!norms || norms.length < fewNorms || !(limit > 0)) return [];
  const { values } = latestPoints(norms);
  const finite = values.filter(Number.isFinite);
  if (finite.length < fewNorms) return [];
  const clipped = finite.filter((value) => value > limit).length / finite.length;
  return [{ run: run.id, text: say`the gradient norm is above ${String(limit)} in ${formatPercent(clipped)} of the logged steps · show` }];
}

function findingFact(rules: readonly Finding['rule'][]): (judged: JudgedRun) => readonly Fact[] {
  return ({ run, findings }) => {
    const finding = findings.find(({ rule }) => rules.includes(rule));
    return finding ? [{ run: run.id, text: `${run.name}: ${finding.headline}` }] : [];
  };
}

const sameRate = 1e-3;
const fewNorms = 20;

function mostUrgentFirst(a: JudgedRun, b: JudgedRun): number {
  const [first, second] = [a, b].map(({ findings }) => [...findings].sort(byUrgency)[0]);
  if (first && second) return byUrgency(first, second);
  return Number(second !== undefined) - Number(first !== undefined);
}
