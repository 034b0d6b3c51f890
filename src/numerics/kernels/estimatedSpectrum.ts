import { seededRandom } from '../random';
import type { SpectrumMoments } from '../spectrum/spectrumMoments';
import type { Arena } from './arena';
import { paddedSize } from './gram';
import type { Quadrature } from './gaussQuadrature';
import { gaussQuadrature } from './gaussQuadrature';
import type { Deflation, Recurrence, SymmetricMatrix } from './lanczos';
import { Lanczos } from './lanczos';
import { leadingBytes, leadingEigenpairs } from './leadingEigenpairs';
import type { EntropyEstimate, KnownMoments } from './softRankEstimate';
import { estimateEntropy, surprise } from './softRankEstimate';
import { standInEigenvalues } from './standInEigenvalues';

/** Random probes that go through the matrix together, and how many such batches there are at most. */
const batch = 4;
const mostBatches = 8;
/** Lanczos steps per probe at most: the quadrature is exact for polynomials of twice this degree. */
const mostSteps = 24;
/** After so many steps each time it is seen whether they are enough. */
const stepsAtOnce = 4;
/** Probing ends when the soft rank is known to this relative standard error: twice as much is still below one percent. */
const wantedError = 0.005;
/** What the last quarter of the steps may still change in the entropy: added to the wanted error it is not felt. */
const settledChange = wantedError / 4;

/** Moments of which all but the entropy and the Gini coefficient are exact, and eigenvalues that stand in for the true ones. */
export interface Estimate {
  readonly eigenvalues: Float64Array;
  readonly moments: Omit<SpectrumMoments, 'gini'>;
  /** Relative standard error of the soft rank, the error of the quadrature included. */
  readonly softRankError: number;
}

/** Memory that estimateAt takes beside the matrix. */
export function estimateBytes(size: number): number {
  const { kept, work } = leadingBytes(size);
  return kept + Math.max(work, Lanczos.bytes(size, batch, mostSteps));
}

/**
 * Spectrum of a positive semidefinite matrix in the kernels' memory: the leading eigenvalues, as far as Lanczos iterations find them,
 * are exact; the rest is estimated by stochastic Lanczos quadrature orthogonal to them.
 */
export function estimateAt(arena: Arena, matrix: SymmetricMatrix, seed: number): Estimate {
  const random = seededRandom(seed);
  const sign = (): number => random() < 0.5 ? -1 : 1; // Rademacher
  const { trace, traceOfSquare } = traces(arena, matrix);
  const leading = leadingEigenpairs(arena, matrix, sign);
  const size = matrix.size - leading.count;
  const rest = {
    total: trace,
    size,
    trace: trace - leading.eigenvalues.reduce((sum, value) => sum + value, 0),
    traceOfSquare: traceOfSquare - leading.eigenvalues.reduce((sum, value) => sum + value * value, 0),
  };
  const { entropy, standardError, quadratures } = rest.trace > roundingShare * trace ? probeRest(arena, matrix, leading, rest, sign) : nothingLeft;
  return {
    eigenvalues: Float64Array.from([...leading.eigenvalues, ...standInEigenvalues(quadratures, size, rest.trace, leading.eigenvalues[leading.count - 1])]),
    moments: { trace, traceOfSquare, largest: leading.eigenvalues[0], entropy: entropy + leading.eigenvalues.reduce((sum, value) => sum + surprise(value / trace), 0) },
    softRankError: standardError,
  };
}

/** A remainder below this share of the trace is rounding of single precision. */
const roundingShare = 1e-6;
/** What this rounding adds to or takes from the entropy. */
const roundingError = 2e-5;
const nothingLeft = { entropy: 0, standardError: roundingError, quadratures: [] };

function probeRest(arena: Arena, matrix: SymmetricMatrix, leading: Deflation, rest: KnownMoments, sign: () => number): EntropyEstimate & { readonly quadratures: readonly Quadrature[] } {
  const recurrences: Recurrence[] = [];
  let estimate: EntropyEstimate;
  do {
    recurrences.push(...arena.borrow(() => probe(arena, matrix, leading, rest, sign)));
    estimate = estimateEntropy(recurrences.map(wholeQuadrature), rest);
  } while (estimate.standardError > wantedError && recurrences.length < batch * mostBatches);
  return {
    entropy: estimate.entropy,
    standardError: Math.hypot(estimate.standardError, lastChange(recurrences, rest), roundingError),
    quadratures: recurrences.map(wholeQuadrature),
  };
}

/** Recurrences of a batch of probes, as long as its entropy needs. */
function probe(arena: Arena, matrix: SymmetricMatrix, deflation: Deflation, rest: KnownMoments, sign: () => number): readonly Recurrence[] {
  const lanczos = new Lanczos(arena, matrix, { count: batch, mostSteps, deflation }, sign);
  for (let step = 1; step <= mostSteps && !lanczos.isComplete; step++) {
    lanczos.step();
    if (step % stepsAtOnce === 0 && step > stepsAtOnce && lastChange(lanczos.recurrences, rest) <= settledChange) break;
  }
  return lanczos.recurrences;
}

/** By how much the last quarter of the steps changed the entropy, which is more than what further steps would change. */
function lastChange(recurrences: readonly Recurrence[], rest: KnownMoments): number {
  const before = recurrences.map((recurrence) => gaussQuadrature(recurrence, Math.floor(recurrence.diagonal.length * (recurrence.isComplete ? 1 : 0.75))));
  return Math.abs(estimateEntropy(recurrences.map(wholeQuadrature), rest).entropy - estimateEntropy(before, rest).entropy);
}

function wholeQuadrature(recurrence: Recurrence): Quadrature {
  return gaussQuadrature(recurrence, recurrence.diagonal.length);
}

function traces(arena: Arena, { address, size }: SymmetricMatrix): { readonly trace: number; readonly traceOfSquare: number } {
  const stride = paddedSize(size);
  let trace = 0;
  let traceOfSquare = 0;
  for (let row = 0; row < size; row++) {
    const start = address + row * stride * 8;
    const [diagonal] = arena.doubles(start + row * 8, 1);
    trace += diagonal;
    traceOfSquare += 2 * arena.kernels.inner(start, start, row) + diagonal * diagonal;
  }
  return { trace, traceOfSquare };
}
