import type { Run } from '../../model/run';
import { folderOf } from '../../model/source';
import type { Files } from '../files';

/** A file that may tell of single samples. */
export interface SamplesFile {
  readonly path: string;
  /** The recorder's own file, which need not hold samples. */
  readonly recorded: boolean;
}

/** A table of samples beside the logs of a run, by its name, else the recorder's file; undefined where there is neither. */
export async function samplesFile({ sources }: Pick<Run, 'sources'>, files: Files): Promise<SamplesFile | undefined> {
  for (const folder of new Set(sources.map(({ path }) => folderOf(path)))) {
    const named = (await files.list(folder)).find(({ name, kind }) => kind === 'file' && tableOfSamples.test(name));
    if (named) return { path: `${folder}/${named.name}`, recorded: false };
  }
  const statistics = sources.find(({ format }) => format === 'plateau-statistics');
  return statistics && { path: statistics.path, recorded: true };
}

const tableOfSamples = /(?:samples?|influences?|per[-_]?(?:sample|example))[-_\w]*\.(?:csv|tsv|jsonl)$/i;
