import { baseName, folderOf, type Source } from '../../model/source';
import type { SpectralMeasure } from '../../model/spectralMetric';
import { decodeText } from '../decodeText';
import type { Confidence, Format, ReadResult } from '../format';
import { readLines, type LineCursor } from '../lineReader';
import { RecordBatch } from '../recordBatch';
import { numberOf } from '../tolerantJson';
import { addSpectralPoints } from './spectralPoints';

export interface EigenLogCursor {
  readonly lines: LineCursor;
  /** Step of the last line that stands alone, under which the lines of token frequencies stand. */
  readonly step: number;
}

/**
 * Logs of NerVE and of the spectral scaling laws (github.com/optimizer-scaling-laws, MIT), a file per layer, and the released names of
 * spectral-telemetry in the same lines. Files by token frequency hold a layer each for HEAD, MID and TAIL: "0/HEAD".
 */
export const eigenLog: Format<EigenLogCursor> = { id: 'eigen-log', label: 'Eigenvalue log (NerVE)', home: runOfEigenLogs, recognise, read };

async function read(source: Source, cursor?: EigenLogCursor): Promise<ReadResult<EigenLogCursor>> {
  const lines = await readLines(source, cursor?.lines);
  const records = new RecordBatch();
  const place = placeOf(source.path);
  let step = cursor?.step ?? NaN;
  lines.lines.forEach((line, i) => {
    step = readLine(line, { ...place, step }, records);
    if (line.trim() !== '' && step !== step) records.skip(lines.firstLine + i, 'The line does not say its step.');
  });
  const provisional = lines.more || lines.rest.trim() === '' ? undefined : new RecordBatch();
  if (provisional) readLine(lines.rest, { ...place, step }, provisional);
  return { records, provisional, cursor: { lines: lines.cursor, step }, more: lines.more };
}

interface Place {
  readonly layer: string;
  readonly lane: string;
  readonly step: number;
}

/** Reads a line and returns the step that holds after it. */
function readLine(line: string, place: Place, records: RecordBatch): number {
  const at = /^\s*Step\s+(\d+)\s*:/.exec(line);
  const bucket = /^\s+([A-Za-z]\w*)\s*\(n=(\d+)\)\s*:/.exec(line);
  const step = at ? Number(at[1]) : place.step;
  if ((at || bucket) && step === step) addPairs(line, { ...place, step, layer: bucket ? `${place.layer}/${bucket[1]}` : place.layer }, bucket ? Number(bucket[2]) : undefined, records);
  return step;
}

function addPairs(line: string, { step, layer, lane }: Place, tokens: number | undefined, records: RecordBatch): void {
  for (const site of ['pre', 'post'] as const) {
    const measures: Partial<Record<SpectralMeasure, number>> = {};
    for (const [, key, text] of line.matchAll(pair)) {
      const value = numberOf(text);
      const meaning = meaningOf(key);
      if (value === undefined || meaning?.site !== site) continue;
      measures[meaning.measure] ??= meaning.isEntropy ? Math.exp(value) : value;
    }
    if (Object.keys(measures).length > 0) addSpectralPoints(records, { step, layer, site, lane }, { ...measures, tokens });
  }
}

const pair = /\b([A-Za-z_]{1,32})=([-+.\w]{1,32})/g;

interface Meaning {
  readonly site: 'pre' | 'post';
  readonly measure: SpectralMeasure;
  readonly isEntropy?: boolean;
}

function meaningOf(key: string): Meaning | undefined {
  if (key === 'JS') return { site: 'post', measure: 'jsDivergence' };
  const [, name, site] = /^(\w+?)(?:_(pre|post))?$/.exec(key) ?? [];
  const meaning = names[name];
  return meaning && { ...meaning, site: site === 'pre' ? 'pre' : 'post' };
}

const names: Readonly<Record<string, Omit<Meaning, 'site'> | undefined>> = {
  SE: { measure: 'softRank', isEntropy: true },
  spectral_entropy: { measure: 'softRank', isEntropy: true },
  soft_rank: { measure: 'softRank' },
  PR: { measure: 'hardRank' },
  hard_rank: { measure: 'hardRank' },
  EEE: { measure: 'concentration' },
};

/** Layer and run of a file: layer_3_eigen.txt, adamw_160m_1x_layer0_global_legacy.txt. */
function placeOf(path: string): { readonly layer: string; readonly lane: string } {
  const [, lane, layer] = layerInName.exec(baseName(path)) ?? ['', '', '0'];
  return { layer: String(Number(layer)), lane: lane.replace(/[_.-]+$/, '') };
}

const layerInName = /^(.*?)layer[_-]?(\d+)/i;

/** A folder that only holds such logs belongs to the run around it. */
function runOfEigenLogs(path: string): string {
  const folder = folderOf(path);
  return /^(?:eigen(?:[_-]?(?:logs?|metrics|stats|values))?|(?:spectral|nerve)[_-]?(?:logs?|metrics|stats))$/i.test(baseName(folder)) ? folderOf(folder) : folder;
}

function recognise(path: string, head: Uint8Array): Confidence {
  const name = baseName(path);
  if (name.startsWith('._') || !signature.test(decodeText(head))) return 0;
  return layerInName.test(name) ? 3 : 0;
}

/** A step with ranks or entropies behind it, or with token frequencies in the line below it. */
const signature = /^\s*Step\s+\d+\s*:(?:[ \t]*\r?\n\s+\w+\s*\(n=\d+\)\s*:)?[ \t]*(?:\w+=\S+[ \t]+)*(?:SE|PR|soft_rank|hard_rank|spectral_entropy)(?:_pre|_post)?=/m;
