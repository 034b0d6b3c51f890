import type { TailCurve, TailLawCurve } from '../../model/gradientReport';
import { alternativeSurvival, powerLawSurvival, type Survival } from '../../numerics/tails/tailSurvival';
import type { TailFitting } from '../tails/tailFitting';

/** P(X ≥ x) of positive values and, where a tail was fitted to them, of every law at that tail; at most some hundred points of each. */
export function tailCurve(values: ArrayLike<number>, fitting?: TailFitting): TailCurve {
  const sorted = Float64Array.from(values).filter((value) => value > 0 && value < Infinity).sort();
  const starts = firstOfEach(sorted);
  const kept = evenlyInLogs(starts.map((i) => sorted[i]));
  return {
    x: Float64Array.from(kept, (i) => sorted[starts[i]]),
    ccdf: Float64Array.from(kept, (i) => (sorted.length - starts[i]) / sorted.length),
    laws: fitting ? lawCurves(fitting, sorted[sorted.length - 1]) : [],
  };
}

const mostPoints = 400;
const lawPoints = 80;

function firstOfEach(sorted: Float64Array): readonly number[] {
  const starts: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) starts.push(i);
  return starts;
}

/** Indices of values of which neighbours differ by a visible factor; the largest, which are few, are all kept. */
function evenlyInLogs(ascending: readonly number[]): readonly number[] {
  const last = ascending.length - 1;
  if (last < mostPoints) return ascending.map((_, i) => i);
  const step = Math.log(ascending[last] / ascending[0]) / (mostPoints / 2);
  const kept: number[] = [];
  for (let i = 0; i <= last; i++) {
    const far = kept.length === 0 || Math.log(ascending[i] / ascending[kept[kept.length - 1]]) >= step;
    if (far || i > last - mostPoints / 4) kept.push(i);
  }
  return kept;
}

/** A law at its limit is the power law, which is drawn already. */
function lawCurves({ fit, values, alternatives }: TailFitting, largest: number): readonly TailLawCurve[] {
  const share = fit.n / values.length;
  const x = Float64Array.from({ length: lawPoints }, (_, i) => fit.xmin * (largest / fit.xmin) ** (i / (lawPoints - 1)));
  const curve = (name: TailLawCurve['name'], survival: Survival): TailLawCurve => ({ name, x, ccdf: x.map((at) => share * survival(at)) });
  return [
    curve('power law', powerLawSurvival(fit.alpha, fit.xmin)),
    ...alternatives.flatMap(({ name, parameters, atLimit }) => {
      const survival = atLimit ? undefined : alternativeSurvival(name, parameters, fit.xmin);
      return survival ? [curve(name, survival)] : [];
    }),
  ];
}
