import type { SeparableLaw } from './separableLaw';

/** L = E + A/N'^α + B/D'^β with effective parameters N' and data D' (Muennighoff et al., arXiv 2305.16264). */
export interface RepeatedParameters {
  readonly E: number;
  readonly A: number;
  readonly B: number;
  readonly alpha: number;
  readonly beta: number;
  /** Number of repetitions after which more of them are worth 1 − 1/e of what they could be. */
  readonly repeatsD: number;
  /** The same for parameters beyond those that are compute-optimal for the unique data. */
  readonly repeatsN: number;
}

/** As published for C4: A = e^6.255414, B = e^7.3049974, E = e^.6254804. */
export const publishedRepeated: RepeatedParameters = {
  E: Math.exp(0.6254804), A: Math.exp(6.255414), B: Math.exp(7.3049974), alpha: 0.3526596, beta: 0.3526596, repeatsD: 15.387756, repeatsN: 5.309743,
};

/** Loss of N parameters on D tokens of which U are unique. */
export function repeatedLoss(p: RepeatedParameters, n: number, d: number, unique: number): number {
  const uniqueD = Math.min(unique, d);
  const optimal = optimalParameters(balanceOf(p), p.alpha, p.beta, uniqueD);
  return p.E + p.A * saturating(n, optimal, p.repeatsN) ** -p.alpha + p.B * saturating(d, uniqueD, p.repeatsD) ** -p.beta;
}

/**
 * The same as a separable law, with one exponent for both as in the paper. Which N is compute-optimal depends on A and B; their ratio
 * therefore belongs to the shape, which leaves L = E + B·(ratio·N'^(−α) + D'^(−α)). `repeatedParameters` reads a fit of it.
 */
export function repeatedLaw(n: Float64Array, d: Float64Array, unique: Float64Array): SeparableLaw {
  const ones = new Float64Array(n.length).fill(1);
  const repeats = (name: string) => ({ name, low: 1e-2, high: 1e4, starts: [3, 15] });
  return {
    coefficients: [{ name: 'E' }, { name: 'B' }],
    shape: [
      { name: 'alpha', low: 1e-2, high: 2, starts: [0.15, 0.35, 0.6] },
      { name: 'logRatio', low: -12, high: 12, starts: [-4, -2, -1, 0, 2] },
      repeats('repeatsD'), repeats('repeatsN'),
    ],
    columns: ([alpha, logRatio, repeatsD, repeatsN]) => {
      const [ratio, optimalPerToken] = [Math.exp(logRatio), Math.exp(logRatio / alpha)];
      const sum = new Float64Array(n.length);
      for (let i = 0; i < sum.length; i++) {
        const uniqueD = Math.min(unique[i], d[i]);
        sum[i] = ratio * saturating(n[i], optimalPerToken * uniqueD, repeatsN) ** -alpha + saturating(d[i], uniqueD, repeatsD) ** -alpha;
      }
      return [ones, sum];
    },
  };
}

/** What the parameters of a fit of `repeatedLaw` stand for. */
export function repeatedParameters([E, B, alpha, logRatio, repeatsD, repeatsN]: readonly number[]): RepeatedParameters {
  return { E, A: B * Math.exp(logRatio), B, alpha, beta: alpha, repeatsD, repeatsN };
}

/** α·A/(β·B): at a compute optimum N^α = balance·D^β. */
function balanceOf({ A, B, alpha, beta }: RepeatedParameters): number {
  return (alpha * A) / (beta * B);
}

function optimalParameters(balance: number, alpha: number, beta: number, tokens: number): number {
  return (balance * tokens ** beta) ** (1 / alpha);
}

/** The first `unique` count in full, what goes beyond them ever less. */
function saturating(amount: number, unique: number, repeats: number): number {
  if (amount <= unique) return amount;
  return unique + unique * repeats * -Math.expm1(-(amount / unique - 1) / repeats);
}
