import type { DensityReference } from '../analyzers/density/densityReference';
import { gadreReference } from '../analyzers/density/gadreReference';
import { leaderboardReference } from '../analyzers/density/leaderboardReference';
import { referenceFrom } from '../analyzers/density/referenceFrom';
import type { Files } from '../engine/files';
import { loadTable } from '../engine/loadTable';

/** The reference that a person names: one of the two that are built in, or a table with a sweep of their own. */
export async function densityReferenceOf(name: string, files: Files): Promise<DensityReference | { readonly error: string }> {
  if (name === 'gadre') return gadreReference();
  if (name === 'leaderboard') return leaderboardReference();
  const table = await loadTable(name, files);
  return 'error' in table ? { error: `${table.error} The references that are built in are gadre and leaderboard.` } : referenceFrom(table);
}

export const referenceOption = { value: 'FILE', help: 'gadre or leaderboard, or a table with a sweep: parameters, tokens, losses and scores' };
export const benchmarkOption = { value: 'NAME', help: 'one benchmark, by its name or that of its column' };
export const tokensOption = { value: 'D0', help: 'training tokens at which all models are compared, instead of their own' };

/** A number above 0; undefined without the option, a sentence for anything else. */
export function tokensOf(text: string | undefined): number | undefined | { readonly error: string } {
  if (text === undefined) return undefined;
  const tokens = Number(text);
  return tokens > 0 && tokens < Infinity ? tokens : { error: `--tokens is a number of training tokens like 1e12, not "${text}".` };
}
