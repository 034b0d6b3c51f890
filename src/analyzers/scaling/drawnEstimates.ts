import type { Estimate } from '../../model/estimate';
import { listed } from '../../model/format';
import { say } from '../../model/say';
import { interval95 } from '../../numerics/scaling/bootstrap';
import type { ShapeParameter } from '../../numerics/scaling/separableLaw';

/** A fit's parameters in the order of its law, and those of the refits of its bootstrap. */
export interface DrawnFit {
  readonly parameters: readonly number[];
  readonly draws: readonly (readonly number[])[];
}

/**
 * The parameters as they stand in the formula, with 95 % intervals. Where an interval ends at the bound of the search the data do not
 * bound the parameter: that end is infinite and says why.
 */
export function drawnEstimates({ parameters, draws }: DrawnFit, shape: readonly ShapeParameter[], named: (parameters: readonly number[]) => Readonly<Record<string, number>>): Readonly<Record<string, Estimate>> {
  const drawn = draws.map(named);
  const bounded = shape.flatMap((parameter, j) => boundsReached(parameter, j + parameters.length - shape.length, draws));
  return Object.fromEntries(Object.entries(named(parameters)).map(([name, value]) => {
    const interval = interval95(drawn.map((one) => one[name]));
    return [name, withoutBounds({ value, ...interval }, bounded.flatMap(({ at }) => sharedValue(at.map((k) => drawn[k][name])) ?? []))];
  }));
}

/** Refits that ended at a bound of a shape parameter. */
function boundsReached({ low, high }: ShapeParameter, place: number, draws: DrawnFit['draws']): readonly { readonly at: readonly number[] }[] {
  return [low, high].flatMap((bound) => {
    const at = draws.flatMap((draw, k) => (isAt(draw[place], bound) ? [k] : []));
    return at.length < 2 ? [] : [{ at }];
  });
}

/** What a parameter is at a bound, where it follows from the bound alone; a coefficient may become 0 of itself. */
function sharedValue(values: readonly number[]): number | undefined {
  return values[0] !== 0 && values.every((value) => isAt(value, values[0])) ? values[0] : undefined;
}

function withoutBounds(estimate: Estimate, bounds: readonly number[]): Estimate {
  const [low, high] = [bounds.find((bound) => isAt(estimate.low, bound)), bounds.find((bound) => isAt(estimate.high, bound))];
  const reached = low ?? high;
  if (reached === undefined) return estimate;
  return {
    ...estimate, low: low === undefined ? estimate.low : -Infinity, high: high === undefined ? estimate.high : Infinity,
    unbounded: say`refits reach ${listed([low, high].filter((bound) => bound !== undefined).map((bound) => String(Number(bound.toPrecision(3)))))}, where the search ends: the rows do not bound it`,
  };
}

/** To the digits that a refit is accurate to. */
function isAt(value: number, bound: number): boolean {
  return Math.abs(value - bound) <= 1e-4 * Math.abs(bound);
}
