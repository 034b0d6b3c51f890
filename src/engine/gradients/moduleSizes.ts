import { isTrained } from '../../formats/checkpoints/summary';
import { sizeOf } from '../../formats/checkpoints/strided';
import { placeTensors } from '../../formats/checkpoints/place';
import { readLines } from '../../formats/lineReader';
import { statisticsLine } from '../../formats/statistics/statisticsRecords';
import { isRecord } from '../../model/isRecord';
import type { Run } from '../../model/run';
import type { Source } from '../../model/source';
import type { Files } from '../files';
import { openCheckpointAt } from '../spectra/openCheckpointAt';
import { moduleOf } from './moduleName';

/** Numbers of parameters by module: as the recorder wrote them, else of the tensors in the last checkpoint of the run. */
export async function moduleSizes(run: Run, files: Files): Promise<ReadonlyMap<string, number>> {
  for (const { format, path } of run.sources) {
    const recorded = format === 'plateau-statistics' ? await recordedSizes(files.source(path)) : undefined;
    if (recorded) return recorded;
  }
  const last = run.checkpointFiles[run.checkpointFiles.length - 1];
  const opened = last && await openCheckpointAt(last.path, files);
  return !opened || 'error' in opened ? new Map() : sum(placeTensors(opened.tensors, opened.metadata).filter(isTrained).map(({ name, shape }) => [name, sizeOf(shape)]));
}

/** Only the first record of gradients behind a header has them. */
async function recordedSizes(source: Source): Promise<ReadonlyMap<string, number> | undefined> {
  let read = await readLines(source);
  for (;;) {
    for (const text of [...read.lines, ...(read.more ? [] : [read.rest])]) {
      const sizes = text.includes('"parameters"') ? sizesIn(text) : undefined;
      if (sizes) return sizes;
    }
    if (!read.more) return undefined;
    read = await readLines(source, read.cursor);
  }
}

function sizesIn(text: string): ReadonlyMap<string, number> | undefined {
  const line = statisticsLine(text);
  if (line?.kind !== 'gradients' || !isRecord(line.parameters)) return undefined;
  return sum(Object.entries(line.parameters).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0));
}

function sum(sizes: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const modules = new Map<string, number>();
  for (const [name, size] of sizes) modules.set(moduleOf(name), (modules.get(moduleOf(name)) ?? 0) + size);
  return modules;
}
