import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { maximumBytes, packagedFiles } from '../../scripts/package.mjs';

const allowed = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|package\.nls(\.[a-z-]+)?\.json)$/,
  /^dist\/(extension\.cjs|engineWorker\.js|kernelWorker\.js|cli\.js|shared-[A-Z\d]+\.js)$/,
  /^dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^dist\/[A-Za-z]+\.wasm$/,
  /^media\/[\w/.-]+\.(svg|png|css|md|py|json)$/,
  /^docs\/(rules|commands)\.md$/,
  /^samples\/(README\.md|(?:runs|tables)\/[\w/.-]+)$/,
  /^l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
];

describe('the package', async () => {
  const files = await packagedFiles();
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string; icon?: string };

  test('holds only what a user needs', () => {
    expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
  });

  test('holds every file the manifest names', () => {
    const named = [manifest.main, manifest.icon].filter((file) => file !== undefined);
    expect(files).toEqual(expect.arrayContaining(named.map((file) => file.replace(/^\.\//, ''))));
    expect(files).toEqual(expect.arrayContaining(['dist/engineWorker.js', 'dist/kernelWorker.js', 'dist/cli.js', 'media/recorder/plateau_recorder.py', 'README.md', 'LICENSE']));
  });

  test('is small', () => {
    const file = process.env.PLATEAU_VSIX;
    if (!file) throw new Error('Run this with: npm test -- package');
    expect(statSync(file).size).toBeLessThanOrEqual(maximumBytes);
  });
});
