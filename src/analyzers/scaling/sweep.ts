import { say } from '../../model/say';
import type { Table, TableColumn } from '../../model/table';
import { columnNames } from '../../model/table';
import { columnFor, commonColumn } from './columnRoles';

/** Runs of different sizes trained on different amounts of data, one number per run. */
export interface Sweep {
  /** Parameters. */
  readonly n: Float64Array;
  /** Training tokens. */
  readonly d: Float64Array;
  /** Final loss in nats. */
  readonly loss: Float64Array;
  /** Tokens that are different, where the table tells. */
  readonly unique?: Float64Array;
  /** Row of the table that each run stands in; the first below the header is 1. */
  readonly rows: readonly number[];
  /** Sentences about rows that were not used. */
  readonly notes: readonly string[];
}

/** Columns that the person named. */
export interface SweepColumns {
  readonly n?: string;
  readonly d?: string;
  readonly loss?: string;
  readonly flops?: string;
}

/** The runs of a table, or a sentence that says what is missing. Without tokens, D = FLOP/(6N). */
export function sweepOf(table: Table, named: SweepColumns, dropHighest: number): Sweep | { readonly error: string } {
  const n = needed(table, 'n', named.n, 'parameters', '--n');
  if ('error' in n) return n;
  const d = tokensOf(table, n, named);
  if ('error' in d) return d;
  const loss = lossColumn(table, named.loss);
  if ('error' in loss) return loss;
  const unique = commonColumn(table, 'unique')?.numbers;
  const usable = [...n.numbers.keys()].filter((i) => [n.numbers[i], d.numbers[i], loss.numbers[i], unique?.[i] ?? 1].every((x) => x > 0 && x < Infinity));
  const mixed = mixedTokenizers(table, usable);
  if (mixed !== undefined) return { error: mixed };
  const single = withoutRepeats(usable, [n.numbers, d.numbers, loss.numbers, ...(unique ? [unique] : [])]);
  const kept = withoutHighest(single, loss.numbers, dropHighest);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]);
  return {
    n: pick(n.numbers), d: pick(d.numbers), loss: pick(loss.numbers), unique: unique && pick(unique), rows: kept.map((i) => i + 1),
    notes: [
      ...sentence(table.rows - usable.length, say`without positive parameters, tokens and loss`, say`left out`),
      ...sentence(usable.length - single.length, say`equal to another in everything`, say`counted once`),
      ...sentence(single.length - kept.length, say`with the highest losses`, say`dropped as scaling.dropHighest asks`),
    ],
  };
}

function sentence(count: number, which: string, fate: string): readonly string[] {
  return count === 0 ? [] : [count === 1 ? say`1 row ${which} was ${fate}.` : say`${count} rows ${which} were ${fate}.`];
}

function needed(table: Table, role: 'n' | 'd' | 'flops', named: string | undefined, what: string, option: string): TableColumn | { readonly error: string } {
  return columnFor(table, role, named)
    ?? { error: say`No column of ${table.path} is known to hold ${what}; name one with ${option}. It has ${columnNames(table)}.` };
}

function tokensOf(table: Table, n: TableColumn, named: SweepColumns): TableColumn | { readonly error: string } {
  if (named.d !== undefined || named.flops === undefined) {
    const d = columnFor(table, 'd', named.d);
    if (d) return d;
    const ratio = commonColumn(table, 'ratio');
    if (ratio) return { ...ratio, numbers: ratio.numbers.map((m, i) => m * n.numbers[i]) };
  }
  const flops = needed(table, 'flops', named.flops, say`training tokens or FLOPs`, '--d or --flops');
  return 'error' in flops ? flops : { ...flops, numbers: flops.numbers.map((c, i) => c / (6 * n.numbers[i])) };
}

function lossColumn(table: Table, named?: string): TableColumn | { readonly error: string } {
  const known = columnFor(table, 'loss', named);
  if (known) return known;
  const candidates = table.columns.filter(({ name }) => /(?:^|[^a-z])loss/i.test(name));
  if (candidates.length === 1) return candidates[0];
  return { error: candidates.length > 1 ? say`Several columns hold losses: choose one with --loss from ${candidates.map(({ name }) => name).join(', ')}.`
    : say`No column of ${table.path} is known to hold a loss; name one with --loss. It has ${columnNames(table)}.` };
}

function mixedTokenizers(table: Table, rows: readonly number[]): string | undefined {
  const column = commonColumn(table, 'tokenizer');
  const kinds = [...new Set(rows.map((i) => column?.texts[i] ?? '').filter((text) => text !== ''))];
  return kinds.length < 2 ? undefined
    : say`The runs use ${kinds.length} tokenizers (${kinds.slice(0, 3).join(', ')}), and losses per token of different tokenizers cannot be compared: fit each by itself, or use bits per byte.`;
}

function withoutRepeats(rows: readonly number[], columns: readonly Float64Array[]): readonly number[] {
  const seen = new Set<string>();
  return rows.filter((i) => {
    const key = columns.map((column) => column[i]).join(' ');
    const repeats = seen.has(key);
    seen.add(key);
    return !repeats;
  });
}

/** In the order of the table. */
function withoutHighest(rows: readonly number[], loss: Float64Array, count: number): readonly number[] {
  const dropped = new Set([...rows].sort((a, b) => loss[b] - loss[a]).slice(0, count));
  return rows.filter((i) => !dropped.has(i));
}
