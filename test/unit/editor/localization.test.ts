import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const chinese: Record<string, string> = JSON.parse(readFileSync(new URL('l10n/bundle.l10n.zh-cn.json', root), 'utf8'));

/** Texts that are given to the translating function as they stand. */
function textsIn(folder: string): readonly string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const calls = files.flatMap((file) => [...readFileSync(new URL(`${folder}/${file}`, root), 'utf8').matchAll(/\bt\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)]);
  return calls.map(([, single, double]) => (single ?? double).replace(/\\(.)/g, '$1'));
}

/** Texts that the engine's threads say, with {0}, {1}, … for what they fill in, and the nouns that they count. */
function saidIn(folder: string): readonly string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const said: string[] = [];
    const look = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === 'say') said.push(textOf(node.template));
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'formatCount') said.push(...nounsOf(node.arguments));
      ts.forEachChild(node, look);
    };
    look(ts.createSourceFile(file, readFileSync(new URL(`${folder}/${file}`, root), 'utf8'), ts.ScriptTarget.Latest));
    return said;
  });
}

function textOf(template: ts.TemplateLiteral): string {
  return ts.isNoSubstitutionTemplateLiteral(template) ? template.text : template.templateSpans.reduce((text, { literal }, i) => `${text}{${i}}${literal.text}`, template.head.text);
}

function nounsOf([, singular, plural]: readonly ts.Expression[]): readonly string[] {
  if (singular === undefined || !ts.isStringLiteral(singular)) return [];
  return [singular.text, plural !== undefined && ts.isStringLiteral(plural) ? plural.text : `${singular.text}s`];
}

const engine = ['src/model', 'src/analyzers', 'src/engine', 'src/editor'].flatMap(saidIn);
const used = new Set([...textsIn('src/editor'), ...textsIn('webview'), ...engine]);

describe('the Chinese texts', () => {
  it('are there for every text of the editor, the panels and what is said of runs, and for no other', () => {
    expect(used.size).toBeGreaterThan(100);
    expect(engine.length).toBeGreaterThan(100);
    expect([...used].filter((text) => !Object.hasOwn(chinese, text))).toEqual([]);
    expect(Object.keys(chinese).filter((text) => !used.has(text))).toEqual([]);
  });

  it('have the same gaps to be filled', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([gap]) => gap).sort();
    for (const [english, translated] of Object.entries(chinese)) expect(gaps(translated), english).toEqual(gaps(english));
  });
});
