import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { wasmForEsbuild } from '../scripts/wasm.mjs';

/** Imports TypeScript modules of the project, bundled on the fly. `entry` is the text of a module that re-exports them. */
export async function bundled(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-bench-'));
  const outfile = join(folder, 'bundle.mjs');
  await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
    bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error', plugins: [wasmForEsbuild()], target: 'node20',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
