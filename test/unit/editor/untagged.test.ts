import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);

/** What people read of results, whatever the type that it stands in. */
const forPeople = new Set(['headline', 'sentence', 'text', 'label', 'error', 'note', 'notes', 'why', 'reason', 'unbounded', 'title', 'unit']);

const twoWords = /[a-z]{2,},? [a-z]{2,}/;
/** A whole sentence is for people wherever it stands. */
const sentence = /^(?:[A-Z]|\{\}).*[a-z]{2,},? [a-z]{2,}.*\.$/s;

/** The files that the editor's threads load, by the imports that are more than types. */
function loadedBy(entries: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const waiting = entries.map((entry) => new URL(entry, root).href);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    ts.forEachChild(parsed(file), (node) => {
      if ((!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return;
      const imported = new URL(`${node.moduleSpecifier.text}.ts`, file);
      const isType = ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true;
      if (!isType && node.moduleSpecifier.text.startsWith('.') && existsSync(imported)) waiting.push(imported.href);
    });
  }
  return [...found];
}

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(new URL(file), 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Texts in what is given for people that are not tagged. */
function untaggedIn(file: string): readonly string[] {
  const found: string[] = [];
  const look = (node: ts.Node, shown: boolean): void => {
    if (ts.isTaggedTemplateExpression(node) || ts.isThrowStatement(node) || isError(node)) return;
    const text = textOf(node);
    if (shown ? twoWords.test(text) : sentence.test(text)) found.push(`${fileURLToPath(file).slice(fileURLToPath(root).length)}: ${text}`);
    const holds = ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? forPeople.has(node.name.text) : shown && !ts.isBinaryExpression(node) && !ts.isPropertyAssignment(node);
    ts.forEachChild(node, (child) => look(child, holds));
  };
  look(parsed(file), false);
  return found;
}

function textOf(node: ts.Node): string {
  if (ts.isTemplateExpression(node)) return node.templateSpans.reduce((text, { literal }) => `${text}{}${literal.text}`, node.head.text);
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? node.text : '';
}

/** What is wrong with the program goes to the log. */
function isError(node: ts.Node): boolean {
  return ts.isNewExpression(node) && node.expression.getText().endsWith('Error');
}

describe('what analyzers and engine give to people', () => {
  it('is tagged, so that it can be said in another language', () => {
    const files = loadedBy(['src/extension.ts', 'src/engine/engineWorker.ts', 'src/engine/kernelWorker.ts']).filter((file) => /src\/(analyzers|engine)\//.test(file));
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap(untaggedIn)).toEqual([]);
  });
});
