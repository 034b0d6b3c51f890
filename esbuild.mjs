import { build, context } from 'esbuild';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { wasmForEsbuild } from './scripts/wasm.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  target: 'es2022',
  // Some packages' CommonJS entry loads its parts by computed names, which cannot be bundled.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  legalComments: 'none',
  plugins: [wasmForEsbuild()],
};

/** Bundled CommonJS packages ask for Node's own modules with require, which a module does not have by itself. */
const banner = "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);";

/** The extension runs in the editor's Node; its threads and the command line share most of their code; panels run in the editor's browser. */
const bundles = [
  { ...common, platform: 'node', format: 'cjs', external: ['vscode'], entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  { ...common, platform: 'node', format: 'esm', splitting: true, chunkNames: 'shared-[hash]', entryPoints: { cli: 'src/cli.ts', engineWorker: 'src/engine/engineWorker.ts', kernelWorker: 'src/engine/kernelWorker.ts' }, outdir: 'dist', banner: { js: banner } },
  { ...common, platform: 'browser', format: 'esm', splitting: true, chunkNames: 'shared-[hash]', entryPoints: panels(), outdir: 'dist/webview', loader: { '.css': 'css' } },
];

rmSync('dist', { recursive: true, force: true });
if (watch) await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
else await Promise.all(bundles.map((options) => build(options)));

/** One bundle per panel: webview/<panel>/index.ts becomes dist/webview/<panel>.js and .css; what panels share is loaded beside it. */
function panels() {
  const folders = readdirSync('webview', { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(`webview/${entry.name}/index.ts`));
  return Object.fromEntries(folders.map(({ name }) => [name, `webview/${name}/index.ts`]));
}
