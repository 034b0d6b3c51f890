import type { Candidate } from '../../model/fineTuning';
import type { Table } from '../../model/table';

/** Samples that a name or a cell says: 200, 1_600, 12.8k; NaN where it says none. */
export function samplesIn(text: string): number {
  const found = /^(\d[\d_]*(?:\.\d+)?)\s*([km]?)$/i.exec(text.trim());
  return found ? Number(found[1].replace(/_/g, '')) * ({ k: 1e3, m: 1e6 }[found[2].toLowerCase()] ?? 1) : NaN;
}

/** The largest size that a table has a column for, measured or not; 0 where no column is one. */
export function largestNamed({ columns }: Table): number {
  return Math.max(0, ...columns.map(({ name }) => samplesIn(name)).filter((size) => size > 0));
}

/** All sizes at which some candidate was measured, ascending. */
export function measuredSizes(candidates: readonly Candidate[]): readonly number[] {
  return [...new Set(candidates.flatMap(({ sizes }) => sizes))].sort((a, b) => a - b);
}

/**
 * Budget and full size for a person who has not said them. All data is the largest size that is named or measured, or twice that where
 * every candidate has been there already; the budget is whatever was measured up to it.
 * @param named largest size that the source names, 0 where it names none
 */
export function likelySizes(candidates: readonly Candidate[], named: number): { readonly budget: number; readonly full: number } {
  const measured = measuredSizes(candidates);
  const largest = Math.max(named, ...measured);
  const isDone = candidates.every(({ sizes }) => sizes.includes(largest));
  return { budget: measured[measured.length - 1] ?? largest, full: isDone ? 2 * largest : largest };
}
