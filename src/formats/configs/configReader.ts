import type { ConfigEntry, ConfigKind } from '../../model/config';
import type { ModelFacts, Plan } from '../../model/plan';
import type { Settings } from './settings';

/** A kind of configuration: which files are its own, and what its keys mean. */
export interface ConfigReader {
  readonly kind: ConfigKind;
  matches(settings: Settings, path: string): boolean;
  plan(settings: Settings): Plan;
  model?(settings: Settings): ModelFacts;
  /** Folder that a run under this configuration writes to. */
  outputFolder?(settings: Settings): string | undefined;
}

/** Scalars of a file with their places, in the order of the file; at most `mostEntries`. */
export type ReadEntries = (text: string) => readonly ConfigEntry[];

export const mostEntries = 5000;
export const deepestNesting = 24;

/** Dotted key of what stands under a name within another key; the outermost key is empty. */
export function keyWithin(outer: string, name: string): string {
  return outer === '' ? name : `${outer}.${name}`;
}
