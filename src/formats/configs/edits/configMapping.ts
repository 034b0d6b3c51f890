import type { ConfigValues } from '../../../model/adaptation';
import type { ConfigValue } from '../../../model/config';

/** One mapping of a configuration: the root of a file, a section of it, or the arguments of a call. */
export interface ConfigMapping {
  /** Keys that lead to it; of a call, its number in the file. */
  readonly path: readonly (string | number)[];
  /** Name of the call; '' for other mappings. */
  readonly callee: string;
  readonly values: ConfigValues;
  /** Zero-based line of each key. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A way of writing configurations whose mappings can be looked into and changed one key at a time. */
export interface ConfigSyntax {
  /** Undefined for a file that is not of this syntax, whole and without mistakes. */
  mappings(text: string): readonly ConfigMapping[] | undefined;
  /**
   * The text with another value under a key of a mapping; a key that is absent is put behind the first of `beside` that is there, else at the
   * end. Undefined where the place cannot be written to without changing more.
   */
  withValue(text: string, path: ConfigMapping['path'], key: string, value: ConfigValue, beside: readonly string[]): string | undefined;
}

export const mostMappings = 2000;
