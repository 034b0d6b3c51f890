import { latestPoints } from '../../model/latestPoints';
import { metrics } from '../../model/metric';
import { lastStep, seriesOf, type Run } from '../../model/run';
import type { Table, TableColumn } from '../../model/table';
import { medianOf } from '../../numerics/medianOf';

/**
 * A sweep as a table, one row per run: its name, parameters, tokens so far, final loss and size of vocabulary; empty where a run does
 * not tell. The final loss is the last evaluation's, or the median of the last training losses of a run without evaluations.
 */
export function runTable(runs: readonly Run[], path: string): Table {
  const column = (name: string, of: (run: Run) => string | number | undefined): TableColumn => {
    const cells = runs.map(of);
    return { name, texts: cells.map((cell) => String(cell ?? '')), numbers: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : NaN)) };
  };
  return {
    path, rows: runs.length,
    columns: [
      column('model', ({ name }) => name),
      column('params', ({ model }) => model.parameters),
      column('tokens', tokensOf),
      column('loss', finalLoss),
      column('vocab_size', ({ model }) => model.vocabulary),
    ],
  };
}

function tokensOf(run: Run): number | undefined {
  const logged = seriesOf(run, metrics.tokens);
  if (logged && logged.length > 0) return Math.max(...logged.values);
  return run.plan.tokensPerStep === undefined ? undefined : run.plan.tokensPerStep * lastStep(run);
}

function finalLoss(run: Run): number | undefined {
  const evaluated = seriesOf(run, metrics.evalLoss);
  if (evaluated && evaluated.length > 0) return latestPoints(evaluated).values.at(-1);
  const trained = seriesOf(run, metrics.trainLoss);
  return trained && trained.length > 0 ? medianOf(latestPoints(trained).values.slice(-lastLosses)) : undefined;
}

/** Training losses whose median is the final one. */
const lastLosses = 50;
