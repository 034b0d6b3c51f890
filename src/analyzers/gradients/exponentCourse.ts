import { formatCount, formatNumber, formatStep } from '../../model/format';
import type { ExponentCourse } from '../../model/gradientReport';
import type { Points } from '../../model/latestPoints';
import { say } from '../../model/say';
import type { TailLawName } from '../../model/tail';
import { linearFit } from '../../numerics/linearFit';
import { meanOf } from '../../numerics/meanOf';
import { studentQuantile } from '../../numerics/studentT';
import { independentValues, integratedAutocorrelationTime } from '../../numerics/tails/independentValues';
import { rankFit } from '../blueprint/rankFit';
import type { TailFitting } from '../tails/tailFitting';
import { fewestValues } from '../tails/usableValues';

/** Norms of all modules at one recorded step. */
export interface NormsAtStep {
  readonly step: number;
  readonly norms: readonly number[];
}

interface Point {
  readonly step: number;
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
}

/** The rank exponent of the module norms at every record; undefined with too few modules or records. */
export function courseOverModules(records: readonly NormsAtStep[]): ExponentCourse | undefined {
  const points = records.flatMap(({ step, norms }): readonly Point[] => {
    const fit = norms.length >= fewestModules ? rankFit(norms) : null;
    return fit ? [{ step, exponent: fit.exponent, low: fit.interval[0], high: fit.interval[1] }] : [];
  });
  return points.length < fewestRecords ? undefined : courseOf('modules', points, say`The norms of the modules fall as rank^−a`);
}

const fewestModules = 10;
const fewestRecords = 3;

/**
 * Hill's exponent of the norm of all, over windows of steps that are each worth enough independent values: the mean of ln(x/xmin) of the
 * values above the xmin of the whole series, which is 1/(α − 1) for a power law. Undefined where three windows cannot be made.
 */
export function courseOverSteps({ steps, values }: Pick<Points, 'steps' | 'values'>, { fit: { xmin } }: TailFitting, effectiveSize: number, best: TailLawName): ExponentCourse | undefined {
  const count = Math.min(mostWindows, Math.floor(effectiveSize / fewestValues));
  if (count < fewestRecords) return undefined;
  const width = Math.floor(values.length / count);
  const points = Array.from({ length: count }, (_, i) => hillPoint(steps.subarray(i * width, (i + 1) * width), values.subarray(i * width, (i + 1) * width), xmin));
  const known = points.filter((point) => point !== undefined);
  return known.length < fewestRecords ? undefined : courseOf('steps', known, best === 'power law' ? say`The tail of the gradient norm has the rank exponent a` : say`Hill's exponent a of the gradient norm, which follows no power law and is only a measure of spread`);
}

const mostWindows = 24;
/** Values of a window in its tail: fewer have a standard error of a third and more. */
const fewestInTail = 10;

function hillPoint(steps: Float64Array, values: Float64Array, xmin: number): Point | undefined {
  const tail = independentValues(values).values.filter((value) => value >= xmin);
  if (tail.length < fewestInTail) return undefined;
  const exponent = tail.reduce((sum, value) => sum + Math.log(value / xmin), 0) / tail.length;
  const margin = 1.96 * exponent / Math.sqrt(tail.length);
  return { step: steps[steps.length >> 1], exponent, low: exponent - margin, high: exponent + margin };
}

function courseOf(over: ExponentCourse['over'], points: readonly Point[], what: string): ExponentCourse {
  const column = (of: (point: Point) => number) => Float64Array.from(points, of);
  const [steps, exponent] = [column(({ step }) => step), column((point) => point.exponent)];
  const trend = trendOf(steps, exponent);
  const [first, last] = [meanOf(exponent.subarray(0, third(exponent))), meanOf(exponent.subarray(-third(exponent)))];
  const change = say`${formatNumber(first)} in the first third of ${over === 'modules' ? formatCount(points.length, 'record') : formatCount(points.length, 'window')}, ${formatNumber(last)} in the last`;
  const span = say`from step ${formatStep(steps[0])} to ${formatStep(steps[steps.length - 1])}`;
  return { over, steps, exponent, low: column(({ low }) => low), high: column(({ high }) => high), trend, sentence: say`${what}, ${change}: ${trendWord(trend)} ${span}.` };
}

function trendWord(trend: ExponentCourse['trend']): string {
  switch (trend) {
    case 'heavier': return say`the tail grows heavier`;
    case 'lighter': return say`the tail grows lighter`;
    case 'steady': return say`neither heavier nor lighter beyond chance`;
    case 'unknown': return say`too few to tell whether it changes`;
  }
}

function third(values: Float64Array): number {
  return Math.max(1, Math.floor(values.length / 3));
}

/** The sign of a straight line whose standard error counts only independent residuals, at 95 %. */
function trendOf(steps: Float64Array, exponent: Float64Array): ExponentCourse['trend'] {
  const line = linearFit(steps, exponent);
  if (!line || line.n < fewestForTrend) return 'unknown';
  const time = integratedAutocorrelationTime(exponent.map((value, i) => value - line.intercept - line.slope * steps[i]));
  const independent = line.n / time;
  if (independent < fewestForTrend) return 'unknown';
  const margin = (line.high - line.slope) / studentQuantile(0.975, line.n - 2) * studentQuantile(0.975, independent - 2) * Math.sqrt(time);
  if (Math.abs(line.slope) <= margin) return 'steady';
  return line.slope > 0 ? 'heavier' : 'lighter';
}

const fewestForTrend = 4;
