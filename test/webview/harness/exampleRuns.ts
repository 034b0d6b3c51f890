import type { Curve, CurveRequest, RunDetail, RunSummary, SeriesSummary } from '../../../src/engine/protocol';
import type { Finding } from '../../../src/model/finding';
import type { Resource, StopperOutcome } from '../../../src/model/report';
import { defaultSettings, type Settings } from '../../../src/model/settings';
import type { RunState, Verdict } from '../../../src/model/verdict';
import { exampleReport, exampleResources, type RecordedCurve } from './exampleReport';

export interface ExampleRun {
  readonly summary: RunSummary;
  detail(settings: Settings): RunDetail;
  report(settings: Settings): RunDetail['report'];
  curve(request: CurveRequest): Curve | null;
}

export interface ExampleForm {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly curve: RecordedCurve;
  readonly plannedSteps: number;
  readonly colour: number;
  readonly now: number;
}

const sentences: Readonly<Record<RunState, readonly [badge: string, sentence: string]>> = {
  healthy: ['2.41 ↓', 'Healthy. Loss 3.32 at step 45,952 of 72,000; the remaining 26,048 steps should bring it to 3.27–3.30.'],
  stop: ['stop', 'Stop here. Since step 41,984 another planned budget buys less than 0.2 (95 %: 0.09–0.19). Stopping saves 30,016 steps, about 12.3 h and 42 % of the budget.'],
  decay: ['start decay', 'Flat at a constant learning rate since step 9,400. Starting the decay now should lower the loss by 0.11 (0.08–0.14).'],
  wait: ['wait', 'Flat, but the decay begins at step 20,000; the forecast puts 0.12 of the remaining gain there. Let it run.'],
  diverged: ['diverged', 'Diverged at step 2,410: loss 3.1 → 7.9 in 40 steps, gradient norm 14 times its usual. Last good checkpoint: step 2,000.'],
  warning: ['spike', 'Loss spike at step 21,888: 14 robust standard deviations above the trend; it recovered after 300 steps.'],
  dead: ['dead 2 h', 'No new line for 2 h (usual gap 4 s) and no end marker: the process is probably gone. Last step 5,310.'],
  stalled: ['stalled 4 min', 'No new line for 4 min (usual gap 4 s).'],
  finished: ['done 3.21', 'Finished at step 72,000 with loss 3.21, its best.'],
  unsure: ['too early', 'Too early to say: 31 evaluations are needed for a 95 % interval, 9 exist.'],
};

/** A run as the engine would send it, made from a recorded curve; its evaluation loss is the curve's running mean. */
export function exampleRun(form: ExampleForm): ExampleRun {
  const { id, curve } = form;
  const evaluated = everyEighth(curve);
  const columns: Readonly<Record<string, readonly [steps: readonly number[], values: readonly number[]]>> = {
    'loss/train': [curve.steps, curve.losses],
    'loss/eval': [evaluated.steps, evaluated.losses],
    'learning_rate': [curve.steps, curve.rates],
  };
  const summary = summaryOf(form, evaluated);
  const report = (settings: Settings) => exampleReport(evaluated, form.plannedSteps, settings['marginalReturn.threshold'], settings['resource.unit']);
  return {
    summary,
    report,
    detail: (settings) => ({
      summary, model: {}, hyperparameters: { learning_rate: 3e-4 },
      plan: { maxSteps: form.plannedSteps, schedule: 'constant', warmupSteps: 2160 },
      series: Object.entries(columns).map(([metric, [steps, values]]) => seriesSummary(metric, steps, values)),
      report: report(settings), stoppers: stoppersOf(evaluated), resources: exampleResources as Resource[],
      configs: [{ path: '/workspace/runs/train.yaml', entries: [{ key: 'max_steps', value: form.plannedSteps, line: 11, column: 11, endColumn: 16 }] }],
    }),
    curve: (request) => {
      const metric = request.metric ?? Object.keys(originals).find((one) => originals[one] === request.original) ?? '';
      const column = columns[metric];
      return column && request.run === id ? windowOf({ ...request, metric }, ...column) : null;
    },
  };
}

const originals: Readonly<Record<string, string>> = { 'loss/train': 'loss', 'loss/eval': 'eval_loss', 'learning_rate': 'learning_rate' };

function everyEighth({ steps, losses, rates }: RecordedCurve): RecordedCurve {
  const size = 6;
  const at = steps.map((_, i) => i).filter((i) => i % size === size - 1);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { steps: at.map((i) => steps[i]), losses: at.map((i) => mean(losses.slice(i - size + 1, i + 1))), rates: at.map((i) => rates[i]) };
}

function summaryOf({ id, name, state, plannedSteps, colour, now, curve }: ExampleForm, { steps, losses }: RecordedCurve): RunSummary {
  const best = losses.reduce((least, loss, i) => loss < losses[least] ? i : least, 0);
  const [badge, sentence] = sentences[state];
  const lastStep = curve.steps[curve.steps.length - 1];
  const tenth = Math.max(1, Math.floor(losses.length * 0.9));
  return {
    id, name, folder: '/workspace', relativePath: `runs/${name}`, verdict: { state, badge, sentence } satisfies Verdict,
    status: state === 'finished' ? 'finished' : state === 'dead' ? 'dead' : state === 'stalled' ? 'stalled' : 'active',
    statusReason: state === 'finished' ? 'finished: the planned steps are done' : state === 'dead' ? 'dead: no new line for 2 h' : 'active: written 4 s ago',
    findings: findingsOf(id, state), sources: [{ format: 'jsonl', path: `/workspace/runs/${name}/trainer_log.jsonl` }],
    metric: 'eval_loss', lastValue: losses[losses.length - 1] ?? null, bestValue: losses[best] ?? null, bestStep: steps[best] ?? null,
    lastStep, plannedSteps, gainPerHour: (losses[tenth] - losses[losses.length - 1]) / ((lastStep - steps[tenth]) * 0.00041) || null,
    lastTime: now, changedAt: now, sparkline: Float64Array.from({ length: 48 }, (_, i) => losses[Math.floor(i * losses.length / 48)]),
    checkpoints: Array.from({ length: Math.floor(lastStep / 6000) }, (_, i) => ({ step: (i + 1) * 6000, path: `/workspace/runs/${name}/checkpoint-${(i + 1) * 6000}` })), hasSpectra: false, hasGradients: false, skippedRecords: state === 'warning' ? 3 : 0, colour,
    anchors: findingsOf(id, state).map(({ rule }) => ({
      rule, place: { path: '/workspace/runs/train.yaml', line: 11, column: 11, endColumn: 16 },
      related: [{ path: `/workspace/runs/${name}/trainer_log.jsonl`, line: 262, column: 0, endColumn: 80, message: 'the step itself' }],
    })),
  };
}

function findingsOf(run: string, state: RunState): readonly Finding[] {
  const [, sentence] = sentences[state];
  const spike: Finding = {
    rule: 'loss-spike', level: 'warning', run, since: 21_888, headline: 'Loss spike at step 21,888: 3.41 → 3.62, 14 robust standard deviations above the trend; recovered after 300 steps.',
    evidence: [{ label: 'Deviation', value: 14.2, unit: 'robust σ', reference: 8 }], advice: [{ text: 'Look at the batches of steps 21,880 to 21,890.' }],
  };
  if (state === 'stop') {
    const finding: Finding = {
      rule: 'marginal-return', level: 'stop', run, since: 41_984, headline: sentence,
      evidence: [
        { label: 'Marginal return', value: 0.141, unit: 'per planned budget', low: 0.092, high: 0.19, reference: 0.2 },
        { label: 'Certainty that it is below', value: '98 %', reference: 'stops from 80 %' },
        { label: 'Rest of the plan brings', value: 0.026, low: 0.011, high: 0.041, reference: 'in 10,560 steps' },
        { label: 'Stopping saves', value: '42 %', reference: '30,016 steps, 12.3 h' },
      ],
      advice: [{ text: 'Set max_steps to 42,000.', edit: { path: '/workspace/runs/train.yaml', key: 'max_steps', value: 42_000 } }],
    };
    return [finding, spike];
  }
  if (state === 'warning') return [spike];
  if (state === 'diverged') {
    return [{
      rule: 'divergence', level: 'stop', run, since: 2410, headline: sentence,
      evidence: [{ label: 'Loss', value: 7.9, reference: 3.1 }, { label: 'Gradient norm', value: 14, unit: 'times its usual' }], advice: [],
    }];
  }
  return [];
}

/** Patience as Keras counts it, on the recorded curve. */
function stoppersOf({ steps, losses }: RecordedCurve): readonly StopperOutcome[] {
  const whole = Math.min(...losses);
  const end = steps[steps.length - 1];
  const patience = (limit: number, least: number): StopperOutcome => {
    let best = Infinity;
    let waited = 0;
    const at = losses.findIndex((loss) => {
      if (loss + least < best) { best = loss; waited = 0; }
      else waited++;
      return waited >= limit;
    });
    const name = least === 0 ? `Patience ${limit}` : `Lightning, patience ${limit}, min_delta ${least}`;
    return at < 0 ? { name, step: null, saved: 0, regret: 0 }
      : { name, step: steps[at], saved: 1 - steps[at] / end, regret: Math.min(...losses.slice(0, at + 1)) - whole };
  };
  return [
    patience(1, 0), patience(3, 0), patience(5, 0), patience(10, 0), patience(3, 0.01),
  ];
}

function seriesSummary(metric: string, steps: readonly number[], values: readonly number[]): SeriesSummary {
  return {
    metric, original: originals[metric], source: 'trainer_log.jsonl', points: steps.length, firstStep: steps[0] ?? null, lastStep: steps.at(-1) ?? null,
    firstValue: values[0] ?? null, lastValue: values.at(-1) ?? null, min: Math.min(...values), max: Math.max(...values), nonFinite: 0,
  };
}

function windowOf(request: CurveRequest & { readonly metric: string }, steps: readonly number[], values: readonly number[]): Curve {
  const at = steps.map((_, i) => i).filter((i) => steps[i] >= (request.fromStep ?? -Infinity) && steps[i] <= (request.toStep ?? Infinity));
  return {
    run: request.run, metric: request.metric, original: originals[request.metric], points: steps.length,
    steps: Float64Array.from(at, (i) => steps[i]), values: Float64Array.from(at, (i) => values[i]),
  };
}

export const exampleSettings: Settings = { ...defaultSettings, 'marginalReturn.threshold': 0.2 };
