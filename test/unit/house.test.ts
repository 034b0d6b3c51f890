import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = ['src', 'webview'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(room, name)));

/** Files of the project that a file imports, types included. */
function importsOf(file: string): readonly string[] {
  const named = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;'"]*?from '(\.[^']+)'/gm)];
  return named.map(([, path]) => `${join(file, '..', path)}.ts`).filter((path) => existsSync(path));
}

function circles(): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of importsOf(file)) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('the house', () => {
  it('has no circle of imports', () => {
    expect(circles()).toEqual([]);
  });

  it('knows the editor only in src/editor and its front door', () => {
    const knowing = files.filter((file) => /from 'vscode'/.test(readFileSync(file, 'utf8')));
    expect(knowing.filter((file) => !file.startsWith(join('src', 'editor')) && file !== join('src', 'extension.ts'))).toEqual([]);
  });

  it('imports the deprecated toolkit in one place', () => {
    const using = files.filter((file) => /from '@vscode\/webview-ui-toolkit/.test(readFileSync(file, 'utf8')));
    expect(using).toHaveLength(1);
  });
});
