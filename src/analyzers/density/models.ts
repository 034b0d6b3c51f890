import type { ModelSize } from '../../numerics/scaling/density';
import { abridged } from '../../model/format';
import { say } from '../../model/say';
import { columnNames, type Table } from '../../model/table';
import { commonColumn, nameColumn } from '../scaling/columnRoles';
import { rowLabels } from '../scaling/rowLabels';

/** A row of a table of models. */
export interface ModelRow {
  /** Row of the table; the first below the header is 1. */
  readonly row: number;
  readonly model: string;
  /** The name, with tokens, step or row behind it where several rows have the same. */
  readonly label: string;
  readonly size: ModelSize;
  /** Training tokens, where the table tells. */
  readonly tokens?: number;
  /** Name of the model that this one was compressed from, where the table tells. */
  readonly original?: string;
  /** Whether the table calls it a mixture of experts. */
  readonly moe: boolean;
}

export interface Models {
  readonly models: readonly ModelRow[];
  readonly notes: readonly string[];
}

/** The models of a table; those whose size is not known are left out and counted. Without a column of sizes the names tell: pythia-1.4b. */
export function modelsOf(table: Table): Models | { readonly error: string } {
  const names = nameColumn(table);
  const sizes = commonColumn(table, 'n');
  if (!sizes && !names) return { error: say`No column of ${table.path} is known to hold parameters or names of models. It has ${columnNames(table)}.` };
  const [tokens, active, bits, base, moe] = (['d', 'active', 'bits', 'base', 'moe'] as const).map((role) => commonColumn(table, role));
  const labels = rowLabels(table);
  const rows = Array.from({ length: table.rows }, (_, i): ModelRow => ({
    row: i + 1,
    model: names?.texts[i] ?? say`row ${i + 1}`,
    label: labels[i],
    size: { n: sizes ? sizes.numbers[i] : sizeInName(names?.texts[i] ?? ''), active: positive(active?.numbers[i]), bits: positive(bits?.numbers[i]) },
    tokens: positive(tokens?.numbers[i]),
    original: base?.texts[i] === '' ? undefined : base?.texts[i],
    moe: /^(?:true|yes|1)$/i.test(moe?.texts[i] ?? ''),
  }));
  const models = rows.filter(({ size }) => size.n > 0 && size.n < Infinity);
  const whole = models.filter(({ moe: mixture, size }) => mixture && size.active === undefined);
  if (models.length === 0) return { error: say`${table.path} does not tell the parameters of any model: add a column params.` };
  return { models, notes: [
    ...(sizes ? [] : [say`Parameters are read from the names of the models, for no column holds them.`]),
    ...(models.length < rows.length ? [say`${rows.length - models.length} rows without a number of parameters were left out.`] : []),
    ...(whole.length > 0 ? [say`How many parameters are active is not told of the mixtures of experts ${abridged(whole.map(({ label }) => label), 3)}, so that their densities count all of them: add a column active_params.`] : []),
  ] };
}

/** `pythia-1.4b`, `gpt2-124M`, `Qwen2.5-0.5B`: the last number with a unit. */
function sizeInName(name: string): number {
  const found = [...name.matchAll(/(?<![a-z0-9.])(\d+(?:\.\d+)?)([mb])(?![a-z0-9])/gi)].at(-1);
  return found ? Number(found[1]) * (found[2].toLowerCase() === 'b' ? 1e9 : 1e6) : NaN;
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value < Infinity ? value : undefined;
}
