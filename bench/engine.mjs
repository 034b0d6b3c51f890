// node bench/engine.mjs [runs=1000] [points=10000]
// Time and memory of the whole engine, in its threads, over a workspace of many runs: until the tree is complete, until
// every finding is there, how long a zoom takes meanwhile, from an append to the changed summary, and until a panel has
// what it shows of a run of a million points. Seconds of processor time are disturbed less by other work on the machine.
// Needs a build (npm run build), or another build of the engine in ENGINE=path/engineWorker.js.
import { fork } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { loadSource, workFolder } from './loadSource.mjs';
import { writeEventFile } from './eventFile.mjs';

const [runs = 1000, points = 10_000] = process.argv.slice(2, 4).map(Number);
const target = process.argv[4];
const folder = workFolder();
const { maskedCrc32c, Rpc, defaultSettings } = await loadSource('formats/crc32c', 'model/rpc', 'model/settings');

const checksum = (bytes, start, end) => maskedCrc32c(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, end);

if (target) {
  // In a process of its own, so that what writing takes does not count as the engine's memory.
  process.send(writeWorkspace(target));
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}
try {
  const workspace = join(folder, 'workspace');
  const bytes = await written(workspace);
  console.log(`${cpus()[0].model}, ${cpus().length} threads, Node ${process.version}; ${runs} runs of ${points} points, ${(bytes / 1e6).toFixed(0)} MB`);
  const outcome = await measure(workspace);
  console.log(`tree complete        ${timed(outcome.tree)}   (target 5 s)`);
  console.log(`all findings         ${timed(outcome.findings)}   (target 60 s)`);
  console.log(`runs compared        ${outcome.compared.toFixed(2)} s of processor time after that`);
  console.log(`peak memory          ${(outcome.memory / 1e6).toFixed(0)} MB (whole process; target 600 MB)`);
  console.log(`longest host pause   ${outcome.pause.toFixed(1)} ms (target 50 ms)`);
  console.log(`zoom while judging   ${spread(outcome.zooms)} (target 50 ms)`);
  console.log(`append to summary    ${spread(outcome.latency)} (target ${defaultSettings['files.pollSeconds'] * 1000 + 200} ms)`);
  const big = await panel(join(folder, 'million'));
  console.log(`a million points     panel data ${spread(big.panel)} after the run is there (target 500 ms), zoom while it is judged ${spread(big.zooms)} (target 50 ms)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

function timed({ wall, processor }) {
  return `${wall.toFixed(2)} s, ${processor.toFixed(2)} s of processor time`;
}

function spread(times) {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1].toFixed(0)} ms, longest ${sorted[sorted.length - 1].toFixed(0)} ms`;
}

/** The engine over a workspace: its summaries as they come, and a way to wait for them. */
function start() {
  const worker = new Worker(process.env.ENGINE ?? fileURLToPath(new URL('../dist/engineWorker.js', import.meta.url)));
  const summaries = new Map();
  let waiting;
  const rpc = new Rpc(portOf(worker), {
    changed: ({ updated }) => {
      for (const summary of updated) summaries.set(summary.id, summary);
      waiting?.();
    },
    progress: () => undefined,
    trouble: (message) => console.error(message),
  });
  const until = (what, condition) => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${what}: not seen in 5 minutes; ${summaries.size} runs are known.`)), 300_000);
    waiting = () => {
      if (!condition()) return;
      clearTimeout(late);
      resolve(performance.now());
    };
    waiting();
  });
  return { worker, rpc, summaries, until };
}

async function measure(workspace) {
  const { worker, rpc, summaries, until } = start();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let memory = 0;
  const sampler = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 100);
  const begun = performance.now();
  const used = process.cpuUsage();
  const since = () => {
    const { user, system } = process.cpuUsage(used);
    return { wall: (performance.now() - begun) / 1000, processor: (user + system) / 1e6 };
  };
  await rpc.call('open', { folders: [workspace], settings: defaultSettings });
  await until('tree', () => summaries.size === runs && [...summaries.values()].every(({ lastStep }) => lastStep >= points));
  const tree = since();
  const zooming = zoomAgain(rpc, 'loss/train', [...summaries.keys()]);
  await until('findings', () => [...summaries.values()].every(({ verdict }) => verdict.badge !== '…'));
  const findings = since();
  delay.disable();
  // The comparison of all runs with each other follows the findings.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const zooms = await zooming.end();
  const compared = since().processor - findings.processor;
  const latency = [];
  for (let i = 1; i <= 5; i++) {
    const path = join(workspace, 'run-1.jsonl');
    await new Promise((resolve) => setTimeout(resolve, 1500 + 137 * i));
    appendFileSync(path, `{"step":${points + i},"loss":1.5}\n`);
    const at = performance.now();
    const summary = () => [...summaries.values()].find(({ id }) => id.endsWith('run-1.jsonl'));
    latency.push((await until('append', () => summary().lastStep === points + i && summary().verdict.badge !== '…')) - at);
  }
  clearInterval(sampler);
  await worker.terminate();
  return { tree, findings, compared, memory, pause: delay.max / 1e6, latency, zooms };
}

/** From the first word of a run of a million points to the first picture of its panel, and zooms while it is judged. */
async function panel(workspace) {
  mkdirSync(workspace);
  writeFileSync(join(workspace, 'big.jsonl'), Array.from({ length: 1e6 }, (_, i) => `{"step":${i + 1},"loss":${lossAt(0, i)},"epoch":${(i / 1000).toFixed(3)}}\n`).join(''));
  const [times, zooms] = [[], []];
  for (let round = 0; round < 3; round++) {
    const { worker, rpc, summaries, until } = start();
    await rpc.call('open', { folders: [workspace], settings: defaultSettings });
    const there = await until('big run', () => summaries.size === 1);
    const [id] = summaries.keys();
    await rpc.call('detail', id);
    await rpc.call('curve', { run: id, metric: 'loss/train', original: null, fromStep: null, toStep: null, pixels: 1000 });
    times.push(performance.now() - there);
    const zooming = zoomAgain(rpc, 'loss/train', [id]);
    await until('verdict', () => summaries.get(id).verdict.badge !== '…');
    zooms.push(...await zooming.end());
    await worker.terminate();
  }
  return { panel: times, zooms };
}

/** Zooms twenty times a second until it is told to end; gives the milliseconds of every answer. */
function zoomAgain(rpc, metric, ids) {
  const times = [];
  let going = true;
  const run = (async () => {
    for (let i = 0; going || times.length === 0; i++) {
      const asked = performance.now();
      await rpc.call('curve', { run: ids[i % ids.length], metric, original: null, fromStep: 1000 + i, toStep: 9000, pixels: 1000 });
      times.push(performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return { end: async () => { going = false; await run; return times; } };
}

function written(workspace) {
  return new Promise((resolve, reject) => {
    const writer = fork(fileURLToPath(import.meta.url), [String(runs), String(points), workspace]);
    writer.once('message', resolve);
    writer.once('exit', (status) => reject(new Error(`Writing the workspace failed (exit status ${status}).`)));
  });
}

function portOf(worker) {
  return { post: (message) => worker.postMessage(message), listen: (listener) => (worker.on('message', listener), () => worker.off('message', listener)) };
}

function lossAt(run, i) {
  return (2 + 8 * (i + 30) ** -0.4 + 0.05 * Math.sin(run + i * 12.9898) ** 3).toFixed(5);
}

/** Power laws with noise in the four families of formats. */
function writeWorkspace(workspace) {
  let bytes = 0;
  const write = (name, text) => {
    mkdirSync(join(workspace, name, '..'), { recursive: true });
    writeFileSync(join(workspace, name), text);
    bytes += text.length;
  };
  for (let run = 0; run < runs; run++) {
    const rows = Array.from({ length: points }, (_, i) => [i + 1, lossAt(run, i)]);
    if (run % 4 === 0) {
      mkdirSync(join(workspace, `run-${run}`), { recursive: true });
      bytes += writeEventFile(join(workspace, `run-${run}`, 'events.out.tfevents.1700000000.host.1.0'), ['train/loss'], points, checksum).bytes;
    } else if (run % 4 === 1) write(`run-${run}.jsonl`, rows.map(([step, loss]) => `{"step":${step},"loss":${loss},"epoch":${(step / 1000).toFixed(3)}}\n`).join(''));
    else if (run % 4 === 2) write(`run-${run}/metrics.csv`, `step,train_loss,learning_rate\n${rows.map(([step, loss]) => `${step},${loss},0.0003\n`).join('')}`);
    else write(`run-${run}/train.log`, rows.map(([step, loss]) => `iter ${step}: loss ${loss}, time 146.67ms, mfu 14.58%\n`).join(''));
  }
  return bytes;
}
