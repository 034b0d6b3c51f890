import type { Candidate } from '../../model/fineTuning';
import { say } from '../../model/say';
import { columnNames, type Table, type TableColumn } from '../../model/table';
import { samplesIn } from './fineTuningSizes';
import { commonColumn, nameColumn } from '../scaling/columnRoles';

/**
 * Candidates of a table, either long (columns for model, size and loss) or wide (a row per model, a column per size that is named by the
 * number of samples; 0 is the loss without fine-tuning). Empty cells were not measured. A sentence where the table is neither or a loss is
 * no number above 0.
 */
export function fineTuningCandidates(table: Table): readonly Candidate[] | { readonly error: string } {
  const { model, size, loss, bySize } = rolesIn(table);
  if (model && bySize.length >= 2) return collect(model, wideCells(table, bySize), factsIn(table));
  const others = { ...table, columns: table.columns.filter((column) => column !== size) };
  if (model && size && loss) return collect(model, longCells(table, size, loss), factsIn(others));
  return { error: say`${table.path} does not say what was fine-tuned on how much: give it a column model and either columns size and loss, or a column for each size named by its number of samples; it has ${columnNames(table)}.` };
}

/** Whether a table has the columns of one, whatever stands in them. */
export function isFineTuningTable(table: Table): boolean {
  const { model, size, loss, bySize } = rolesIn(table);
  return model !== undefined && (bySize.length >= 2 || (size !== undefined && loss !== undefined));
}

function rolesIn(table: Table) {
  return {
    model: nameColumn(table),
    bySize: table.columns.filter(({ name }) => !Number.isNaN(samplesIn(name))),
    size: table.columns.find(({ role }) => role === 'dataSize') ?? table.columns.find(({ name, role }) => role === undefined && sizeName.test(name.trim())),
    loss: commonColumn(table, 'loss'),
  };
}

function factsIn(table: Table): Facts {
  return { parameters: commonColumn(table, 'n'), tokenizers: commonColumn(table, 'tokenizer') };
}

const sizeName = /^(?:size|samples?|num_samples|n_samples|train_samples|train_?size|data|data_?size|dataset_?size|examples|d)$/i;

interface Cell {
  readonly row: number;
  readonly size: number;
  readonly loss: number;
  readonly text: string;
}

function wideCells({ rows }: Table, columns: readonly TableColumn[]): Cell[] {
  return Array.from({ length: rows }, (_, row) => columns.map(({ name, texts, numbers }) => ({ row, size: samplesIn(name), loss: numbers[row], text: texts[row] }))).flat();
}

function longCells({ rows }: Table, size: TableColumn, loss: TableColumn): Cell[] {
  return Array.from({ length: rows }, (_, row) => ({ row, size: size.numbers[row], loss: loss.numbers[row], text: loss.texts[row] }));
}

/** What a table may say of a model beside its losses. */
interface Facts {
  readonly parameters: TableColumn | undefined;
  readonly tokenizers: TableColumn | undefined;
}

function collect(models: TableColumn, cells: readonly Cell[], facts: Facts): readonly Candidate[] | { readonly error: string } {
  const measured = cells.filter(({ text }) => text.trim() !== '');
  const rows = new Map<string, Cell[]>();
  for (const cell of measured) {
    const name = models.texts[cell.row].trim();
    const problem = problemOf(name, cell, rows.get(name) ?? []);
    if (problem !== undefined) return { error: problem };
    rows.set(name, [...(rows.get(name) ?? []), cell]);
  }
  return rows.size > 0 ? [...rows].map(([name, own]) => candidateOf(name, own, facts)) : { error: say`The table has no losses: fill in those of at least 3 sizes for each model.` };
}

function problemOf(name: string, { row, size, loss, text }: Cell, before: readonly Cell[]): string | undefined {
  if (name === '') return say`Row ${row + 1} has no name of a model: name it or take it out.`;
  if (!(size >= 0 && size < Infinity)) return say`Row ${row + 1} (${name}) has no size: write the number of samples, 0 or more.`;
  if (!(loss > 0 && loss < Infinity)) return say`The loss of ${name} at ${size} samples is ${text.trim()}: losses must be numbers above 0; leave the cell empty where none was measured.`;
  if (before.some((one) => one.size === size)) return say`There are two losses of ${name} at ${size} samples: keep one of them, or their mean.`;
  return undefined;
}

function candidateOf(name: string, cells: readonly Cell[], { parameters, tokenizers }: Facts): Candidate {
  const tuned = cells.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
  const known = parameters?.numbers[cells[0].row] ?? NaN;
  const tokenizer = tokenizers?.texts[cells[0].row].trim();
  return {
    name,
    sizes: tuned.map(({ size }) => size),
    losses: tuned.map(({ loss }) => loss),
    zeroShot: cells.find(({ size }) => size === 0)?.loss,
    parameters: known > 0 ? known : undefined,
    ...(tokenizer ? { tokenizer } : {}),
  };
}
