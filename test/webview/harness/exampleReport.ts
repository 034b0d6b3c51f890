import type { ForecastBand, MarginalReturnCheck, MarginalReturnReport, Resource } from '../../../src/model/report';

/** A recorded learning curve: columns of equal length. */
export interface RecordedCurve {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly rates: readonly number[];
}

interface Line {
  readonly slope: number;
  readonly slopeError: number;
}

const consecutive = 2;
const probability = 0.8;

/**
 * A marginal-return report of a recorded curve, by plain local regression. It stands in for the engine, whose own
 * analyzers are tested elsewhere: panels must show whatever they are given.
 */
export function exampleReport(curve: RecordedCurve, plannedSteps: number, threshold: number, resource: Resource): MarginalReturnReport {
  const checks = checksOf(curve, plannedSteps, threshold);
  const last = checks.at(-1);
  const forecast = forecastOf(curve, plannedSteps);
  const best = curve.losses.reduce((least, loss, i) => loss < curve.losses[least] ? i : least, 0);
  const decision = last?.decision ?? 'unsure';
  const end = forecast.steps.length - 1;
  const now = curve.losses[curve.losses.length - 1];
  return {
    metric: 'loss/eval', original: 'eval_loss', lowerIsBetter: true, resource, resourcePerStep: perStep[resource] ?? NaN,
    threshold, thresholdUnit: 'per planned budget', decision, since: since(checks), checks,
    law: { name: 'power', parameters: {}, rmse: 0.01 }, schedule: 'constant', plannedSteps, forecast,
    remaining: { value: now - forecast.median[end], low: now - forecast.high[end], high: now - forecast.low[end] },
    decayNow: undefined, best: { step: curve.steps[best], value: curve.losses[best] }, end: { low: forecast.low[end], high: forecast.high[end] }, needed: 31, available: curve.steps.length,
  };
}

/** Of what one step takes, as far as the example's log tells. */
const perStep: Partial<Record<Resource, number>> = { steps: 1, tokens: 524_288, hours: 0.00041, gpuHours: 0.0033 };

export const exampleResources: readonly Resource[] = ['steps', 'tokens', 'hours', 'gpuHours'];

function checksOf({ steps, losses }: RecordedCurve, planned: number, threshold: number): readonly MarginalReturnCheck[] {
  const checks: MarginalReturnCheck[] = [];
  let below = 0;
  for (let end = 12; end <= steps.length; end += 4) {
    const from = Math.max(0, Math.floor(end * 0.75));
    const { slope, slopeError } = regression(steps.slice(from, end), losses.slice(from, end));
    const value = -slope * planned;
    const error = slopeError * planned * 2;
    const probabilityBelow = normal((threshold - value) / error);
    below = probabilityBelow >= probability ? below + 1 : 0;
    checks.push({ step: steps[end - 1], marginalReturn: value, low: value - 1.96 * error, high: value + 1.96 * error, probabilityBelow, decision: below >= consecutive ? 'stop' : 'continue' });
  }
  return checks;
}

function since(checks: readonly MarginalReturnCheck[]): number {
  const decision = checks.at(-1)?.decision;
  if (decision === undefined) return NaN;
  let first = checks.length - 1;
  while (first > 0 && checks[first - 1].decision === decision) first--;
  return checks[first].step;
}

function regression(x: readonly number[], y: readonly number[]): Line {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const sxx = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const slope = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) / sxx;
  const residuals = y.reduce((sum, value, i) => sum + (value - my - slope * (x[i] - mx)) ** 2, 0);
  return { slope, slopeError: Math.sqrt(residuals / Math.max(1, x.length - 2) / sxx) };
}

/** The least-squares power law E + A·t^(−α) over a grid of α, with a band that widens with the distance. */
function forecastOf({ steps, losses }: RecordedCurve, planned: number): ForecastBand {
  const fits = Array.from({ length: 40 }, (_, i) => 0.05 + i * 0.05).map((alpha) => {
    const x = steps.map((step) => step ** -alpha);
    const { slope } = regression(x, losses);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const level = mean(losses) - slope * mean(x);
    const error = Math.sqrt(mean(losses.map((loss, i) => (loss - level - slope * x[i]) ** 2)));
    return { error, at: (step: number) => level + slope * step ** -alpha };
  });
  const best = fits.reduce((a, b) => b.error < a.error ? b : a);
  const last = steps[steps.length - 1];
  const at = Float64Array.from({ length: 160 }, (_, i) => steps[0] + (Math.max(planned, last) - steps[0]) * i / 159);
  const half = (step: number) => 1.96 * best.error * (1 + 4 * Math.max(0, step - last) / last);
  return { steps: at, median: at.map((step) => best.at(step)), low: at.map((step) => best.at(step) - half(step)), high: at.map((step) => best.at(step) + half(step)) };
}

/** Cumulative normal distribution (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}
