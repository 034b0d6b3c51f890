import { Malformed } from '../malformed';
import { textAttributes } from './attributes';
import { datasetOf } from './dataset';
import type { Dataset } from './dataset';
import { readLinks } from './groupLinks';
import { damagedHdf5 } from './hdf5File';
import type { Hdf5File } from './hdf5File';
import { readObjectHeader } from './objectHeader';
import { readSuperblock } from './superblock';

/** What a file holds: its datasets by their paths, and the texts among the attributes of its groups. */
export interface Hdf5Content {
  readonly datasets: ReadonlyMap<string, Dataset>;
  readonly attributes: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Why a dataset could not be described, by its path. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Walks over all groups; one that is linked twice is visited once. @throws Malformed */
export async function walkHdf5(file: Hdf5File): Promise<Hdf5Content> {
  try {
    return await walk(file);
  } catch (error) {
    // A structure that says it is longer than it is leads behind the end of its bytes.
    throw error instanceof RangeError ? damagedHdf5() : error;
  }
}

async function walk(file: Hdf5File): Promise<Hdf5Content> {
  const content = { datasets: new Map<string, Dataset>(), attributes: new Map<string, Readonly<Record<string, string>>>(), unreadable: new Map<string, string>() };
  const visited = new Set<number>();
  const pending = [{ path: '', at: await readSuperblock(file) }];
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (visited.has(next.at)) continue;
    visited.add(next.at);
    const { path, at } = next;
    const members = await visit(file, path, at, content);
    pending.push(...members.map(([name, member]) => ({ path: path === '' ? name : `${path}/${name}`, at: member })));
  }
  return content;
}

interface Collected {
  readonly datasets: Map<string, Dataset>;
  readonly attributes: Map<string, Readonly<Record<string, string>>>;
  readonly unreadable: Map<string, string>;
}

const longestAttribute = 4096;

async function visit(file: Hdf5File, path: string, at: number, into: Collected): Promise<readonly (readonly [string, number])[]> {
  const messages = await readObjectHeader(file, at);
  const links = await readLinks(file, messages);
  if (links) {
    into.attributes.set(path, await textAttributes(file, messages, longestAttribute));
    return [...links];
  }
  try {
    const dataset = datasetOf(messages);
    if (dataset) into.datasets.set(path, dataset);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    into.unreadable.set(path, error.message);
  }
  return [];
}
