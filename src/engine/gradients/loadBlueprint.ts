import { readBlueprint } from '../../formats/blueprints/readBlueprint';
import type { Blueprint } from '../../model/blueprint';
import { say } from '../../model/say';
import type { Files } from '../files';
import { readText } from '../files';

/** The blueprint in a file, or a sentence that says why there is none. */
export async function loadBlueprint(path: string, files: Files): Promise<Blueprint | { readonly error: string }> {
  const text = await files.kindOf(path) === 'file' ? await readText(files.source(path), largest) : undefined;
  return text === undefined ? { error: say`There is no blueprint at ${path}: make one with plateau blueprint PATH -o FILE.` } : readBlueprint(text);
}

const largest = 64e6;
