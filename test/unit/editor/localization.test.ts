import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const chinese: Record<string, string> = JSON.parse(readFileSync(new URL('l10n/bundle.l10n.zh-cn.json', root), 'utf8'));

/** Texts that are given to the translating function as they stand. */
function textsIn(folder: string): readonly string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const calls = files.flatMap((file) => [...readFileSync(new URL(`${folder}/${file}`, root), 'utf8').matchAll(/\bt\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)]);
  return calls.map(([, single, double]) => (single ?? double).replace(/\\(.)/g, '$1'));
}

const used = new Set([...textsIn('src/editor'), ...textsIn('webview')]);

describe('the Chinese texts', () => {
  it('are there for every text of the editor and the panels, and for no other', () => {
    expect(used.size).toBeGreaterThan(100);
    expect([...used].filter((text) => !Object.hasOwn(chinese, text))).toEqual([]);
    expect(Object.keys(chinese).filter((text) => !used.has(text))).toEqual([]);
  });

  it('have the same gaps to be filled', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([gap]) => gap).sort();
    for (const [english, translated] of Object.entries(chinese)) expect(gaps(translated), english).toEqual(gaps(english));
  });
});
