import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { wasmForEsbuild } from '../scripts/wasm.mjs';

/** Folder for what a benchmark writes; it removes it when it is done. */
export const workFolder = () => mkdtempSync(join(tmpdir(), 'plateau-bench-'));

/** Bundles modules of src (names without .ts) the way the extension is built, and imports them as one. */
export async function loadSource(...names) {
  const root = fileURLToPath(new URL('../src/', import.meta.url));
  const folder = workFolder();
  const outfile = join(folder, 'bundle.mjs');
  const contents = names.map((name) => `export * from ${JSON.stringify(`./${name}`)};`).join('\n');
  try {
    await build({
      stdin: { contents, resolveDir: root, loader: 'ts' },
      bundle: true, minify: true, format: 'esm', platform: 'node', target: 'node20', mainFields: ['module', 'main'], outfile, logLevel: 'error', plugins: [wasmForEsbuild()],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A local file as a source. */
export async function fileSource(path) {
  const handle = await open(path);
  return {
    path,
    close: () => handle.close(),
    stat: async () => {
      const { size, mtimeMs, dev, ino } = await stat(path);
      return { size, modified: mtimeMs, identity: `${dev}:${ino}` };
    },
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    },
  };
}

/** Reads a file to its end and returns the number of points and the seconds it took. */
export async function timeReading(format, path) {
  const source = await fileSource(path);
  const started = performance.now();
  let points = 0;
  let skipped = 0;
  let cursor;
  for (let more = true; more;) {
    const result = await format.read(source, cursor);
    for (const batch of [result.records, result.provisional]) {
      if (!batch) continue;
      skipped += batch.skippedCount;
      for (const series of batch.series) points += series.length;
    }
    cursor = result.cursor;
    more = result.more;
  }
  const seconds = (performance.now() - started) / 1000;
  await source.close();
  return { points, skipped, seconds };
}
