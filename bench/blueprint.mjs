// @ts-check
/**
 * The blueprint of a GPT-2 small optimizer state (1 GB beside 0.5 GB of weights) against PyTorch, which loads it whole: seconds, peak memory and the
 * largest difference of module shares. Usage: node bench/blueprint.mjs [python with PyTorch]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { wasmForEsbuild } from '../scripts/wasm.mjs';
import { workFolder } from './loadSource.mjs';

const python = process.argv[2] ?? 'python3';
const peer = fileURLToPath(new URL('blueprintPeer.py', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = workFolder();
const checkpoint = join(folder, 'checkpoint', 'ckpt.pt');

try {
  await buildCommand();
  mkdirSync(join(folder, 'checkpoint'));
  execFileSync(python, [peer, 'make', checkpoint]);
  console.log(`checkpoint: ${(statSync(checkpoint).size / 1e9).toFixed(2)} GB`);
  const theirs = JSON.parse(execFileSync(python, [peer, checkpoint], { encoding: 'utf8' }));
  const ours = runCommand();
  const shares = new Map(ours.blueprint.submodules.map((/** @type {any} */ { name, energyShare }) => [name, energyShare]));
  const off = Math.max(...Object.entries(theirs.shares).map(([name, share]) => Math.abs((shares.get(name) ?? NaN) - share)));
  console.log(`Plateau  ${ours.seconds.toFixed(2)} s  ${ours.megabytes.toFixed(0)} MB (the whole command)`);
  console.log(`PyTorch  ${theirs.seconds.toFixed(2)} s  ${theirs.megabytes.toFixed(0)} MB (loading and summing alone)`);
  console.log(`memory ratio ${(theirs.megabytes / ours.megabytes).toFixed(1)}, time ratio ${(theirs.seconds / ours.seconds).toFixed(2)}, largest difference of shares ${off.toExponential(1)}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** The command and its kernel threads, as the extension is built. */
async function buildCommand() {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  await build({
    bundle: true, minify: true, platform: 'node', format: 'esm', splitting: true, target: 'es2022', mainFields: ['module', 'main'], logLevel: 'error', outdir: folder, absWorkingDir: root,
    entryPoints: { cli: 'src/cli.ts', kernelWorker: 'src/engine/kernelWorker.ts' }, plugins: [wasmForEsbuild()],
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
}

/** The command in a process of its own, which tells its peak memory when it ends. */
function runCommand() {
  const told = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS));`;
  const started = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(told)}`, join(folder, 'cli.js'), 'blueprint', checkpoint], { encoding: 'utf8', maxBuffer: 1e9 });
  const seconds = (performance.now() - started) / 1000;
  return { seconds, megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024, blueprint: JSON.parse(stdout) };
}
