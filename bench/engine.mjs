// node bench/engine.mjs [runs=1000] [points=10000]
// Time and memory of the whole engine, in its worker, over a workspace of many runs: until the tree is complete, until
// every finding is there, and from an append to the changed summary. Needs a build (npm run build).
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
const { maskedCrc32c, Rpc, defaultSettings } = await loadSource(folder, 'formats/crc32c', 'model/rpc', 'model/settings');

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
  console.log(`tree complete        ${outcome.tree.toFixed(2)} s`);
  console.log(`all findings         ${outcome.findings.toFixed(2)} s`);
  console.log(`peak memory          ${(outcome.memory / 1e6).toFixed(0)} MB (whole process)`);
  console.log(`longest host pause   ${outcome.pause.toFixed(1)} ms`);
  console.log(`append to summary    median ${outcome.latency[2].toFixed(0)} ms, longest ${outcome.latency[4].toFixed(0)} ms (poll interval ${defaultSettings['files.pollSeconds'] * 1000} ms)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function measure(workspace) {
  const worker = new Worker(fileURLToPath(new URL('../dist/engineWorker.cjs', import.meta.url)));
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
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let memory = 0;
  const sampler = setInterval(() => (memory = Math.max(memory, process.memoryUsage().rss)), 50);
  const begun = performance.now();
  await rpc.call('open', { folders: [workspace], settings: defaultSettings });
  const tree = await until('tree', () => summaries.size === runs && [...summaries.values()].every(({ lastStep }) => lastStep >= points));
  const findings = await until('findings', () => [...summaries.values()].every(({ verdict }) => verdict.badge !== '…'));
  delay.disable();
  // The comparison of all runs with each other follows the findings.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await rpc.call('runs', null);
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
  return { tree: (tree - begun) / 1000, findings: (findings - begun) / 1000, memory, pause: delay.max / 1e6, latency: latency.sort((a, b) => a - b) };
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

/** Power laws with noise in the four families of formats. */
function writeWorkspace(workspace) {
  let bytes = 0;
  const write = (name, text) => {
    mkdirSync(join(workspace, name, '..'), { recursive: true });
    writeFileSync(join(workspace, name), text);
    bytes += text.length;
  };
  for (let run = 0; run < runs; run++) {
    const rows = Array.from({ length: points }, (_, i) => [i + 1, (2 + 8 * (i + 30) ** -0.4 + 0.05 * Math.sin(run + i * 12.9898) ** 3).toFixed(5)]);
    if (run % 4 === 0) {
      mkdirSync(join(workspace, `run-${run}`), { recursive: true });
      bytes += writeEventFile(join(workspace, `run-${run}`, 'events.out.tfevents.1700000000.host.1.0'), ['train/loss'], points, checksum).bytes;
    } else if (run % 4 === 1) write(`run-${run}.jsonl`, rows.map(([step, loss]) => `{"step":${step},"loss":${loss},"epoch":${(step / 1000).toFixed(3)}}\n`).join(''));
    else if (run % 4 === 2) write(`run-${run}/metrics.csv`, `step,train_loss,learning_rate\n${rows.map(([step, loss]) => `${step},${loss},0.0003\n`).join('')}`);
    else write(`run-${run}/train.log`, rows.map(([step, loss]) => `iter ${step}: loss ${loss}, time 146.67ms, mfu 14.58%\n`).join(''));
  }
  return bytes;
}
