import type { Source } from '../../model/source';
import type { SpectrumSite } from '../../model/spectrum';
import { readLines, type LineCursor } from '../lineReader';
import { spectrumRecord, statisticsLine } from './statisticsRecords';

/** Which spectrum of a statistics file. */
export interface SpectrumAddress {
  readonly step: number;
  /** Name of the layer as in the series: "7" for the FFN of block 7. */
  readonly layer: string;
  readonly site: SpectrumSite;
}

export interface StoredSpectrum {
  /** In the order of the file. */
  readonly eigenvalues: Float64Array;
  readonly width: number;
  /** NaN where the file does not tell. */
  readonly tokens: number;
}

/**
 * The eigenvalues of one spectrum of a plateau-statistics.jsonl, found by reading through the file; of several with the same address
 * the last one holds. Undefined where there is none, or only moments. Only lines that can be the one are parsed.
 */
export async function readEigenvalues(source: Source, address: SpectrumAddress): Promise<StoredSpectrum | undefined> {
  const mayBe = new RegExp(`"step"\\s*:\\s*${String(address.step)}(?:\\.0*)?\\s*[,}]`);
  let found: StoredSpectrum | undefined;
  for (let cursor: LineCursor | undefined, more = true; more;) {
    const read = await readLines(source, cursor);
    const lines = read.more ? read.lines : [...read.lines, read.rest];
    for (const line of lines) if (mayBe.test(line)) found = spectrumAt(line, address) ?? found;
    [cursor, more] = [read.cursor, read.more];
  }
  return found;
}

function spectrumAt(text: string, { step, layer, site }: SpectrumAddress): StoredSpectrum | undefined {
  const line = statisticsLine(text);
  const spectrum = line?.kind === 'spectrum' ? spectrumRecord(line) : undefined;
  if (spectrum === undefined || typeof spectrum === 'string' || !spectrum.eigenvalues) return undefined;
  if (spectrum.step !== step || spectrum.layer !== layer || spectrum.site !== site) return undefined;
  return { eigenvalues: spectrum.eigenvalues, width: spectrum.width, tokens: spectrum.tokens };
}
