import type { ConfigEntry } from '../../model/config';
import { readYamlEntries } from './yamlEntries';

/** Hydra's list of overrides, `- optimizer.lr=0.01`, as the keys and values that it sets. */
export function readHydraOverrides(text: string): readonly ConfigEntry[] {
  return readYamlEntries(text).flatMap((entry) => {
    const match = typeof entry.value === 'string' ? /^[+~]{0,2}([\w./@-]{1,200})=(.*)$/.exec(entry.value) : null;
    if (!match) return [];
    const column = entry.endColumn - match[2].length;
    return [{ ...entry, key: match[1], value: scalarOf(match[2]), column: Math.max(column, entry.column) }];
  });
}

function scalarOf(text: string): ConfigEntry['value'] {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
