import { isRecord } from '../../model/isRecord';
import type { Source } from '../../model/source';
import { spectrumMeasures } from '../../numerics/spectrum/spectrumMeasures';
import { spectrumMoments } from '../../numerics/spectrum/spectrumMoments';
import { decodeText } from '../decodeText';
import type { Confidence, Format, ReadResult } from '../format';
import { RecordBatch } from '../recordBatch';
import { parseJson } from '../tolerantJson';
import { addSpectralPoints } from './spectralPoints';

/** State of the file at the last read. */
export interface SingularValuesCursor {
  readonly size: number;
  readonly modified: number;
}

/**
 * Singular values of weights over the checkpoints of a run, as one JSON object:
 * {"checkpoints": [{"step": 500, "deltaW_BA": [{"layer": 0, "sv": [0.15, …]}, …]}, …]}. The key of the list names the matrix.
 */
export const singularValues: Format<SingularValuesCursor> = { id: 'singular-values', label: 'Singular values of checkpoints', wholeHistory: true, recognise, read };

const largestFile = 256 << 20;

function recognise(path: string, head: Uint8Array): Confidence {
  if (!/\.json$/i.test(path)) return 0;
  const text = decodeText(head);
  return /^\s*\{/.test(text) && /"checkpoints"\s*:\s*\[/.test(text) && /"sv"\s*:\s*\[/.test(text) ? 2 : 0;
}

async function read(source: Source, cursor?: SingularValuesCursor): Promise<ReadResult<SingularValuesCursor>> {
  const stat = await source.stat();
  const records = new RecordBatch();
  if (!stat) return { records, cursor: cursor ?? { size: 0, modified: 0 }, more: false };
  const now = { size: stat.size, modified: stat.modified };
  if (cursor && cursor.size === now.size && cursor.modified === now.modified) return { records, cursor, more: false };
  if (stat.size > largestFile) records.skip(0, `The file has ${Math.round(stat.size / 1e6)} MB; singular values are read up to ${largestFile >> 20} MB.`);
  else readCheckpoints(parseJson(decodeText(await source.read(0, stat.size))), records);
  return { records, cursor: now, more: false, replaces: true };
}

function readCheckpoints(parsed: unknown, records: RecordBatch): void {
  const checkpoints = isRecord(parsed) && Array.isArray(parsed.checkpoints) ? parsed.checkpoints as unknown[] : undefined;
  if (!checkpoints) return records.skip(0, 'The file is no whole JSON object with a list of checkpoints.');
  checkpoints.forEach((checkpoint, i) => {
    if (!isRecord(checkpoint) || typeof checkpoint.step !== 'number') return records.skip(i, 'A checkpoint without a step.');
    for (const [matrix, layers] of Object.entries(checkpoint)) if (Array.isArray(layers)) for (const layer of layers as unknown[]) readLayer(matrix, layer, checkpoint.step, records);
  });
}

function readLayer(matrix: string, layer: unknown, step: number, records: RecordBatch): void {
  if (!isRecord(layer) || !Array.isArray(layer.sv)) return;
  const values = Float64Array.from(layer.sv as unknown[], Number);
  const measures = spectrumMeasures(values.map((value) => value * value), values.length, 'A');
  if (!measures) return records.skip(step, `Singular values of ${matrix} at step ${step} that are all zero or not numbers.`);
  const { softRank, hardRank, concentration, topShare, stableRank, spectralNorm } = measures;
  addSpectralPoints(records, { step, layer: `${String(layer.layer)}.${matrix}`, site: 'weight' }, {
    softRank, hardRank, concentration, topShare, stableRank, spectralNorm, width: values.length,
    effectiveRank: Math.exp(spectrumMoments(values, values.length)?.entropy ?? NaN),
  });
}
