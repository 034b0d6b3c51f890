/** A parameter that stands linearly in a law. */
export interface Coefficient {
  readonly name: string;
  /** Whether it may be negative; the others are ≥ 0. */
  readonly signed?: boolean;
}

/** A parameter that does not: an exponent, a scale inside of an exponential. */
export interface ShapeParameter {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Values from which the search begins. */
  readonly starts: readonly number[];
}

/** A law that is linear in some of its parameters once the others are given: y_i = Σ_j c_j·φ_ij(shape). */
export interface SeparableLaw {
  readonly coefficients: readonly Coefficient[];
  readonly shape: readonly ShapeParameter[];
  /** φ, one column per coefficient, with a value at each point. */
  columns(shape: readonly number[]): readonly Float64Array[];
  /** Derivative of y by shape parameter j; where a law does not know it, differences take its place. */
  slope?(shape: readonly number[], coefficients: readonly number[], j: number): Float64Array;
}

/** Names of all parameters, coefficients first: the order in which a fit gives them. */
export function parameterNames(law: SeparableLaw): readonly string[] {
  return [...law.coefficients, ...law.shape].map(({ name }) => name);
}

/** Σ_j c_j·φ_j. */
export function combine(columns: readonly Float64Array[], coefficients: readonly number[]): Float64Array {
  const sum = new Float64Array(columns[0].length);
  for (let j = 0; j < columns.length; j++) {
    const [column, factor] = [columns[j], coefficients[j]];
    for (let i = 0; i < sum.length; i++) sum[i] += factor * column[i];
  }
  return sum;
}
