// Spectra of all 48 block matrices of a checkpoint shaped like GPT-2 small, against numpy's singular values and WeightWatcher's
// analyze() (pip install numpy weightwatcher torch; PYTHON names the interpreter); then one matrix of 4096 × 11008, and the share of
// what a core can do. Rounds alternate between the peers and the best of each counts, since whatever else runs only ever adds time; on a
// machine that is busy with other things, the processor's seconds say more than the clock's.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wasmForEsbuild } from '../scripts/wasm.mjs';
import { loadSource, workFolder } from './loadSource.mjs';

const python = process.env.PYTHON ?? 'python3';
const peer = fileURLToPath(new URL('spectraPeer.py', import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 2);
const parts = process.argv.slice(2);
const wants = (part) => parts.length === 0 || parts.includes(part);

const folder = workFolder();
const source = await loadSource('engine/kernelThread', 'engine/matrixSpectrum', 'engine/nodeFiles', 'engine/relaxedSimd', 'engine/spectra/weightSpectraOf',
  'numerics/kernels/gram', 'numerics/kernels/kernelModule', 'numerics/spectrum/spectrumMoments');
source.allowRelaxedSimd();
const worker = join(folder, 'kernelWorker.cjs');
await build({ entryPoints: [fileURLToPath(new URL('../src/engine/kernelWorker.ts', import.meta.url))], bundle: true, minify: true, platform: 'node',
  format: 'cjs', target: 'es2022', mainFields: ['module', 'main'], plugins: [wasmForEsbuild()], outfile: worker });
const pool = source.startKernelPool(worker);
console.log(`${pool.size} threads, multiply-add ${source.isFused() ? 'in one instruction (relaxed SIMD)' : 'in two instructions (plain SIMD)'}`);
try {
  if (wants('rate')) await rate();
  if (wants('checkpoint')) await checkpoint();
  if (wants('large')) await large();
} finally {
  pool.dispose();
  rmSync(folder, { recursive: true, force: true });
}

/** Gram products in this thread against multiply-adds that never leave the registers. */
async function rate() {
  const { doublesPeak, operationsPerRound } = await peakLoop();
  const values = normal(192 * 1024, 1, () => 1);
  let peak = 0;
  let gram = 0;
  for (let round = 0; round < 400; round++) {
    peak = Math.max(peak, (100_000 * operationsPerRound()) / nanoseconds(() => doublesPeak(100_000, 1 - 1e-9)));
    gram = Math.max(gram, (192 * 192 * 1024) / nanoseconds(() => source.gram(values, 192, 1024)));
  }
  console.log(`Gram product of 192 × 1024 in float64: ${gram.toFixed(1)} GFlop/s, ${percent(gram / peak)} of the ${peak.toFixed(1)} GFlop/s of a loop of multiplications and additions in registers (one core, 128-bit vectors)`);
}

async function checkpoint() {
  const path = join(folder, 'gpt2-small.safetensors');
  const expectedPath = join(folder, 'squares.f64');
  const shapes = writeCheckpoint(path);
  const best = {};
  let layers;
  for (let round = 0; round < rounds; round++) {
    const elapsed = stopwatch();
    const spectra = await source.weightSpectraOf(path, { files: source.nodeFiles, pool, cache: { get: async () => undefined, set: async () => undefined }, normalisation: 'A' }, {});
    note(best, 'plateau: file to measures', elapsed());
    if ('error' in spectra || spectra.layers.length !== shapes.length) throw new Error(`not all matrices were analysed: ${JSON.stringify(spectra.error ?? spectra.troubles)}`);
    layers = spectra.layers;
    note(best, 'numpy svd, float64', peerSeconds('svd', path, 'float64', expectedPath));
    note(best, 'numpy svd, float32', peerSeconds('svd', path, 'float32'));
    note(best, 'WeightWatcher analyze', peerSeconds('weightwatcher', path));
  }
  const plateau = best['plateau: file to measures'];
  for (const [name, target] of [['numpy svd, float64', 1], ['numpy svd, float32', null], ['WeightWatcher analyze', 3]]) {
    if (best[name] === undefined) console.log(`${name}: not measured. ${python} lacks numpy, or torch and weightwatcher: install them, or name another interpreter in PYTHON.`);
    else console.log(`ratio to ${name}: ${(best[name].wall / plateau.wall).toFixed(2)}${target ? ` (target ${target})` : ''}, in processor time ${(best[name].processor / plateau.processor).toFixed(2)}`);
  }
  if (best['numpy svd, float64'] !== undefined) console.log(`largest deviation of an eigenvalue from numpy's, relative to the largest: ${deviation(layers, shapes, expectedPath).toExponential(1)} (target 1e-9)`);
}

async function large() {
  const [rows, columns] = [4096, 11008];
  const values = new Float32Array(new SharedArrayBuffer(rows * columns * 4));
  values.set(normal(rows * columns, 2, (i) => (1 + Math.floor(i / columns) / 50) ** -0.5));
  const run = async (method, seed) => {
    const elapsed = stopwatch();
    const spectrum = await source.matrixSpectrum(pool, { values, rows, columns }, { method, seed });
    return { seconds: elapsed(), spectrum, moments: spectrum.moments ?? source.spectrumMoments(spectrum.eigenvalues, rows) };
  };
  const exact = await run('exact');
  console.log(`${rows} × ${columns} exact: ${spent(exact.seconds)} (target 90)`);
  for (let seed = 0; seed < rounds + 1; seed++) {
    const estimated = await run('estimated', seed);
    console.log(`${rows} × ${columns} estimated: ${spent(estimated.seconds)} (target 5); soft rank ${percent(Math.exp(estimated.moments.entropy - exact.moments.entropy) - 1, 3)} off (target 1 %), `
      + `said to be ${percent(estimated.spectrum.softRankError, 3)}; participation ratio off by ${offBy(estimated.moments, exact.moments, hardRank)}, stable rank by ${offBy(estimated.moments, exact.moments, stableRank)}`);
  }
}

function hardRank({ trace, traceOfSquare }) { return trace ** 2 / traceOfSquare; }
function stableRank({ trace, largest }) { return trace / largest; }
function offBy(found, expected, measure) { return Math.abs(measure(found) / measure(expected) - 1).toExponential(1); }
function percent(share, digits = 0) { return `${(100 * share).toFixed(digits)} %`; }

function nanoseconds(work) {
  const started = performance.now();
  work();
  return (performance.now() - started) * 1e6;
}

/** Seconds since now: of the clock, and of the processor in all threads. */
function stopwatch() {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - started) / 1000, processor: (user + system) / 1e6 };
  };
}

function note(best, name, seconds) {
  if (seconds === undefined) return;
  const { wall, processor } = best[name] ?? { wall: Infinity, processor: Infinity };
  best[name] = { wall: Math.min(wall, seconds.wall), processor: Math.min(processor, seconds.processor) };
  console.log(`${name.padEnd(26)} ${spent(seconds)}`);
}

function spent({ wall, processor }) {
  return `${wall.toFixed(2)} s (processor ${processor.toFixed(2)} s)`;
}

function peerSeconds(...args) {
  try {
    const line = execFileSync(python, [peer, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').at(-1);
    const [wall, processor] = line.split(' ').map(Number);
    return { wall, processor };
  } catch {
    return undefined;
  }
}

/** Largest deviation over all matrices; ours come by name. */
function deviation(layers, shapes, expectedPath) {
  const bytes = readFileSync(expectedPath);
  const expected = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  let start = 0;
  let largest = 0;
  for (const { name, shape } of shapes) {
    const count = Math.min(...shape);
    const { eigenvalues } = layers.find((layer) => layer.name === name);
    for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(eigenvalues[i] - expected[start + i]) / expected[start]);
    start += count;
  }
  return largest;
}

/** 48 block matrices of normal numbers whose rows decay, from a fixed seed. */
function writeCheckpoint(path) {
  const kinds = [['attn.c_attn', [768, 2304]], ['attn.c_proj', [768, 768]], ['mlp.c_fc', [768, 3072]], ['mlp.c_proj', [3072, 768]]];
  const shapes = Array.from({ length: 12 }, (_, block) => kinds.map(([name, shape]) => ({ name: `transformer.h.${block}.${name}.weight`, shape }))).flat();
  let offset = 0;
  const header = Object.fromEntries(shapes.map(({ name, shape: [rows, columns] }) =>
    [name, { dtype: 'F32', shape: [rows, columns], data_offsets: [offset, offset += rows * columns * 4] }]));
  const text = Buffer.from(JSON.stringify(header).padEnd(8 * Math.ceil(JSON.stringify(header).length / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = openSync(path, 'w');
  writeSync(file, length);
  writeSync(file, text);
  shapes.forEach(({ shape: [rows, columns] }, i) => writeSync(file, normal(rows * columns, i, (k) => 0.02 * (1 + Math.floor(k / columns) / 20) ** -0.4)));
  closeSync(file);
  return shapes;
}

/** Nearly normal numbers (the sum of four uniform ones) times a scale, from a seed. */
function normal(count, seed, scale) {
  let state = seed + 1;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Float32Array.from({ length: count }, (_, i) => (uniform() + uniform() + uniform() + uniform()) * 1.732 * scale(i));
}

/** The loop of bench/assembly/peak.ts in the same instructions as the kernels. */
async function peakLoop() {
  const outfile = join(folder, 'peak.mjs');
  const contents = `export { default } from './assembly/peak${source.isFused() ? '.relaxed' : ''}.wasm';`;
  await build({ stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) }, bundle: true, format: 'esm', platform: 'node', target: 'es2022', plugins: [wasmForEsbuild()], outfile });
  const { default: bytes } = await import(outfile);
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: new WebAssembly.Memory({ initial: 1 }) } });
  return instance.exports;
}
