import { metrics } from '../../model/metric';
import { countOf, lastStep, type Run } from '../../model/run';
import type { Table, TableColumn } from '../../model/table';
import { lossAt } from './lossAt';

/** What a run tells a sweep. */
export interface RunRow {
  readonly run: Run;
  readonly name: string;
  readonly size: number | undefined;
  /** Tokens, or steps. */
  readonly amount: number | undefined;
  readonly loss: number | undefined;
}

/** A sweep as a table, one row per run: its name, parameters, tokens so far, final loss and size of vocabulary; empty where a run does not tell. */
export function runTable(runs: readonly Run[], path: string): Table {
  return tableOfRuns(runs.map((run) => ({ run, name: run.name, size: run.model.parameters, amount: tokensOf(run), loss: lossAt(run, lastStep(run)) })), path);
}

/** The same of rows that were read in another way. */
export function tableOfRuns(rows: readonly RunRow[], path: string): Table {
  const column = (name: string, of: (row: RunRow) => string | number | undefined): TableColumn => {
    const cells = rows.map(of);
    return { name, texts: cells.map((cell) => String(cell ?? '')), numbers: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : NaN)) };
  };
  return {
    path, rows: rows.length,
    columns: [
      column('model', ({ name }) => name),
      column('params', ({ size }) => size),
      column('tokens', ({ amount }) => amount),
      column('loss', ({ loss }) => loss),
      column('vocab_size', ({ run }) => run.model.vocabulary),
    ],
  };
}

/** Tokens that a run has seen, as logged or by its plan. */
export function tokensOf(run: Run): number | undefined {
  const logged = countOf(run, metrics.tokens);
  if (logged && logged.length > 0) return Math.max(...logged.values);
  return run.plan.tokensPerStep === undefined ? undefined : run.plan.tokensPerStep * lastStep(run);
}
