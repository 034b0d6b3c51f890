import { metrics } from '../model/metric';
import type { Plan } from '../model/plan';
import { mergeFacts } from '../model/plan';
import type { Run } from '../model/run';
import { countOf, lastStep, seriesOf } from '../model/run';
import type { Series } from '../model/series';
import type { Settings } from '../model/settings';

/** The plan of a run: settings first, then what the log says, then the configurations beside it. Nothing else looks at the settings of the plan. */
export function planOf(series: readonly Series[], logged: Plan, configs: Run['configs'], settings: Settings): Plan {
  const said = configs.reduce((plan, config) => mergeFacts(plan, config.plan), mergeFacts(settingsPlan(settings), logged));
  return { ...said, maxSteps: said.maxSteps ?? stepsOfEpochs(series, said.maxEpochs), tokensPerStep: said.tokensPerStep ?? tokensPerStep(series) };
}

function settingsPlan(settings: Settings): Plan {
  const schedule = settings['plan.schedule'];
  return {
    maxSteps: settings['plan.maxSteps'] || undefined,
    schedule: schedule === 'auto' ? undefined : schedule,
    warmupSteps: settings['plan.warmupSteps'] || undefined,
    decayStart: settings['plan.decayStart'] || undefined,
    minRatio: settings['plan.minRatio'] >= 0 ? settings['plan.minRatio'] : undefined,
  };
}

/** Planned epochs in steps, from the epoch that the log has reached by its last step. */
function stepsOfEpochs(series: readonly Series[], maxEpochs: number | undefined): number | undefined {
  const epochs = seriesOf({ series }, metrics.epoch);
  if (!maxEpochs || !epochs || epochs.length === 0) return undefined;
  const i = epochs.length - 1;
  const [step, epoch] = [epochs.steps[i], epochs.values[i]];
  // Early epochs are rounded to a few digits: an estimate from them would wander.
  if (!(epoch > 0) || !(step > 0) || epoch < maxEpochs * trustedShare) return undefined;
  return Math.max(lastStep({ series }), Math.round((step / epoch) * maxEpochs));
}

function tokensPerStep(series: readonly Series[]): number | undefined {
  const tokens = countOf({ series }, metrics.tokens);
  if (!tokens || tokens.length < 2) return undefined;
  const [from, to] = [0, tokens.length - 1];
  const perStep = (tokens.values[to] - tokens.values[from]) / (tokens.steps[to] - tokens.steps[from]);
  return perStep > 0 && Number.isFinite(perStep) ? perStep : undefined;
}

const trustedShare = 0.01;
