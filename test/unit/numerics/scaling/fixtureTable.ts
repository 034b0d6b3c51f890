import { readFileSync } from 'node:fs';

/** Rows of a table of test/fixtures/scaling by column name; no cell holds a comma. */
export function fixtureTable(name: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...lines] = readFileSync(`test/fixtures/scaling/${name}`, 'utf8').trim().split('\n').map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i]])));
}

export interface LossRows {
  readonly n: Float64Array;
  readonly d: Float64Array;
  readonly loss: Float64Array;
}

/** The 240 points of the replication: without the 5 highest losses, D = FLOP/(6N). */
export function chinchillaRows(): LossRows {
  const rows = fixtureTable('chinchilla.csv').map((row) => ({ n: Number(row['Model Size']), flops: Number(row['Training FLOP']), loss: Number(row.loss) }));
  const kept = [...rows].sort((a, b) => a.loss - b.loss).slice(0, -5);
  return { n: Float64Array.from(kept, ({ n }) => n), d: Float64Array.from(kept, ({ n, flops }) => flops / (6 * n)), loss: Float64Array.from(kept, ({ loss }) => loss) };
}
