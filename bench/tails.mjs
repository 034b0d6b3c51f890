// The search of xmin and all alternatives on 20,000 values, against the Python package powerlaw on the same data (pip install powerlaw;
// PYTHON names the interpreter), and the bootstrap of 2,500 sets of 2,000 values in a pool of threads.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wasmForEsbuild } from '../scripts/wasm.mjs';
import { loadSource, workFolder } from './loadSource.mjs';

const folder = workFolder();
const { powerLawFit, seededRandom, startKernelPool, tailAlternatives, tailFitting, tailGoodness } = await loadSource(
  'analyzers/tails/tailFitting', 'engine/kernelThread', 'engine/tails/tailGoodness', 'numerics/powerLaw', 'numerics/random', 'numerics/tails/tailAlternatives');
const worker = join(folder, 'kernelWorker.cjs');
await build({ entryPoints: [fileURLToPath(new URL('../src/engine/kernelWorker.ts', import.meta.url))], bundle: true, minify: true, platform: 'node',
  format: 'cjs', target: 'es2022', mainFields: ['module', 'main'], plugins: [wasmForEsbuild()], outfile: worker });
try {
  for (const [name, draw] of [['lognormal body, power-law tail', mixed], ['pure power law', pure]]) search(name, draw);
  await bootstrap();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function search(name, draw) {
  const values = sample(20_000, draw);
  const path = join(folder, 'values.txt');
  writeFileSync(path, values.join('\n'));
  let ours;
  let seconds = Infinity;
  for (let round = 0; round < 5; round++) {
    const started = performance.now();
    const fit = powerLawFit(values);
    ours = { fit, alternatives: tailAlternatives(values, fit, 'continuous') };
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
  }
  console.log(`${name}\n  plateau   ${seconds.toFixed(3)} s (best of 5)  alpha ${ours.fit.alpha.toFixed(8)}  xmin ${ours.fit.xmin.toPrecision(8)}  log-likelihood ${ours.fit.logLikelihood.toFixed(4)}`);
  const peer = python(path);
  if (!peer) return console.log('  No peer: Python with powerlaw was not found. Name an interpreter in PYTHON.');
  console.log(`  powerlaw  ${peer.seconds.toFixed(2)} s (release ${peer.version})  alpha ${peer.alpha.toFixed(8)}  xmin ${peer.xmin.toPrecision(8)}  log-likelihood ${peer.logLikelihood.toFixed(4)}`);
  for (const { name: law, logLikelihood } of ours.alternatives) console.log(`  ${law}: log-likelihood ${(logLikelihood - peer.alternatives[law]).toExponential(2)} above the peer's`);
  console.log(`  ratio of times: ${(peer.seconds / seconds).toFixed(0)} (target 50)`);
}

async function bootstrap() {
  const fitting = tailFitting(sample(2000, mixed), 'continuous');
  const pool = startKernelPool(worker);
  try {
    const started = performance.now();
    const { pValue } = await tailGoodness(fitting, { sets: 2500 }, pool);
    console.log(`bootstrap  2,500 sets of 2,000 values in ${((performance.now() - started) / 1000).toFixed(1)} s on ${pool.size} threads (target 20), p = ${pValue.toFixed(3)}`);
  } finally {
    pool.dispose();
  }
}

function sample(count, draw) {
  const random = seededRandom(7);
  return Float64Array.from({ length: count }, () => draw(random));
}

function pure(random) {
  return (1 - random()) ** (-1 / 1.5);
}

function mixed(random) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return random() < 0.2 ? 3 * pure(random) : Math.exp(0.7 * normal);
}

function python(path) {
  try {
    const script = fileURLToPath(new URL('tailsPeer.py', import.meta.url));
    return JSON.parse(execFileSync(process.env.PYTHON ?? 'python3', [script, path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}
