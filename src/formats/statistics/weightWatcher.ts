import { baseName, type Source } from '../../model/source';
import type { SpectralMeasure } from '../../model/spectralMetric';
import { cellsOf, sniffDelimiter } from '../csvCells';
import { decodeText } from '../decodeText';
import type { Confidence, Format, ReadResult } from '../format';
import { readLines, type LineCursor } from '../lineReader';
import { RecordBatch } from '../recordBatch';
import { runOfCheckpoint } from '../runFolder';
import { numberOf } from '../tolerantJson';
import { addSpectralPoints } from './spectralPoints';

export interface WeightWatcherCursor {
  readonly lines: LineCursor | undefined;
  readonly delimiter: string;
  /** Names of the columns; none before the header has been read. */
  readonly columns: readonly string[];
}

/**
 * Tables of WeightWatcher: `details.to_csv()`, a row per layer, or one with a column of steps before it. Its failed fits (an alpha of −1)
 * come back as NaN, and its spectral norm is the largest eigenvalue, ours the root of that.
 */
export const weightWatcher: Format<WeightWatcherCursor> = { id: 'weightwatcher', label: 'WeightWatcher table', home: runOfCheckpoint, recognise, read };

async function read(source: Source, cursor: WeightWatcherCursor = { lines: undefined, delimiter: ',', columns: [] }): Promise<ReadResult<WeightWatcherCursor>> {
  const lines = await readLines(source, cursor.lines);
  const records = new RecordBatch();
  const table = new LayerTable(source.path, cursor, records);
  lines.lines.forEach((line, i) => { table.read(line, lines.firstLine + i); });
  const provisional = lines.more || lines.rest.trim() === '' ? undefined : lastRow(source.path, table.layout, lines.rest, lines.cursor.line);
  return { records, provisional, cursor: { lines: lines.cursor, ...table.layout }, more: lines.more };
}

/** A last row without its line feed is normal at the end of a table. */
function lastRow(path: string, layout: Layout, rest: string, line: number): RecordBatch {
  const records = new RecordBatch();
  new LayerTable(path, layout, records).read(rest, line);
  return records;
}

type Layout = Pick<WeightWatcherCursor, 'delimiter' | 'columns'>;

/** Reads rows into the columns of their layers. */
class LayerTable {
  readonly #records: RecordBatch;
  readonly #step: number;
  #layout: Layout;

  constructor(path: string, { delimiter, columns }: Layout, records: RecordBatch) {
    this.#records = records;
    this.#step = stepInPath(path);
    this.#layout = { delimiter, columns };
  }

  get layout(): Layout {
    return this.#layout;
  }

  read(line: string, number: number): void {
    if (line.trim() === '') return;
    if (this.#layout.columns.length > 0) return this.#row(line, number);
    const delimiter = sniffDelimiter(line);
    this.#layout = { delimiter, columns: cellsOf(line, delimiter) };
  }

  #row(line: string, number: number): void {
    const { delimiter, columns } = this.#layout;
    const cells = cellsOf(line, delimiter);
    const row = new Map(columns.map((column, i) => [column, cells[i] ?? '']));
    const layer = layerOf(row);
    const step = row.has('step') ? numberOf(row.get('step')) : this.#step;
    if (!layer || step === undefined || cells.length !== columns.length) {
      this.#records.skip(number, 'The row is not whole, or does not name its layer and step.');
      return;
    }
    addSpectralPoints(this.#records, { step, layer, site: 'weight' }, measuresOf((column) => numberOf(row.get(column))));
  }
}

/** The full name where there is one; short ones repeat from block to block, and so bear the number of the layer. */
function layerOf(row: ReadonlyMap<string, string>): string {
  const short = [row.get('name'), row.get('layer_id')].filter((part) => part).join(' ');
  return row.get('longname') || short;
}

const nameColumns = ['longname', 'name'];

function measuresOf(of: (column: string) => number | undefined): Partial<Record<SpectralMeasure, number>> {
  const alpha = of('alpha');
  const largest = of('lambda_max') ?? of('spectral_norm') ?? NaN;
  return {
    tailAlpha: alpha !== undefined && alpha <= 1 ? NaN : alpha,
    stableRank: of('stable_rank'),
    spectralNorm: largest > 0 ? Math.sqrt(largest) : undefined,
    width: of('num_evals'),
  };
}

/** Step of the checkpoint in whose folder the table stands or by which it is named; 0 where nothing tells. */
function stepInPath(path: string): number {
  const [, step] = /(?:checkpoint|step|iter)[-_]?(\d+)[^/]*(?:\/[^/]*)?$/i.exec(path) ?? ['', '0'];
  return Number(step);
}

function recognise(path: string, head: Uint8Array): Confidence {
  const [header] = decodeText(head).split(/\r?\n/, 1);
  const columns = cellsOf(header, sniffDelimiter(header));
  if (baseName(path).startsWith('._') || !required.every((name) => columns.includes(name))) return 0;
  return columns.some((name) => name === 'layer_id' || nameColumns.includes(name)) ? 3 : 0;
}

/** Columns of every version of WeightWatcher's details. */
const required = ['alpha', 'D', 'xmin', 'stable_rank'];
