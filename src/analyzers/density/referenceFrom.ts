import { say } from '../../model/say';
import type { Table } from '../../model/table';
import { rowsAt } from '../../model/table';
import { sweepOf } from '../scaling/sweep';
import { benchmarkScores } from './benchmarks';
import type { DensityReference } from './densityReference';
import { lawReference } from './lawReference';

/** A reference fitted to the person's own sweep: a table with parameters, tokens, losses and scores. */
export function referenceFrom(table: Table): DensityReference | { readonly error: string } {
  const sweep = sweepOf(table, {}, 0);
  if ('error' in sweep) return { error: say`The reference cannot be fitted. ${sweep.error}` };
  const scores = benchmarkScores(rowsAt(table, sweep.rows.map((row) => row - 1)));
  if ('error' in scores) return { error: say`The reference cannot be fitted. ${scores.error}` };
  return lawReference({ ...sweep, scores: new Map(scores.map((one) => [one.benchmark, one.scores])) }, table.path, say`the table ${table.path}`);
}
