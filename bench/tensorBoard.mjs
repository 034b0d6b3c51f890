// Event files against TensorBoard's Python EventFileLoader and its Rust data server (pip install tensorboard; PYTHON
// names the interpreter). Rounds alternate between the peers, the best of each counts.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeEventFile } from './eventFile.mjs';
import { loadSource, timeReading, workFolder } from './loadSource.mjs';

const python = process.env.PYTHON ?? 'python3';
const peer = fileURLToPath(new URL('tensorBoardPeer.py', import.meta.url));
const tags = ['train/loss', 'train/grad_norm', 'train/learning_rate', 'train/epoch', 'eval/loss', 'throughput/tokens_per_second'];
const rounds = 3;

const folder = workFolder();
try {
  const { tensorBoard, maskedCrc32c } = await loadSource('formats/tensorBoard', 'formats/crc32c');
  const checksum = (bytes, start, end) => maskedCrc32c(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start, end);
  const make = (name, steps) => {
    mkdirSync(join(folder, name));
    const path = join(folder, name, 'events.out.tfevents.1700000000.bench.1.0');
    return { path, ...writeEventFile(path, tags, steps, checksum) };
  };
  const large = make('large', 900_000);
  const small = make('small', 15_000);
  const best = { plateau: 0, python: 0, rust: 0 };
  const note = (name, file, seconds) => {
    const rate = file.events / seconds;
    best[name] = Math.max(best[name], rate);
    console.log(`${name.padEnd(8)} ${(file.bytes / 1e6).toFixed(0).padStart(4)} MB ${seconds.toFixed(3).padStart(8)} s ${(rate / 1e6).toFixed(3)} M events/s ${(file.bytes / seconds / 1e6).toFixed(1)} MB/s`);
  };
  for (let round = 0; round < rounds; round++) {
    const read = await timeReading(tensorBoard, large.path);
    if (read.points !== large.events || read.skipped > 0) throw new Error(`read ${read.points} of ${large.events} points`);
    note('plateau', large, read.seconds);
    const seconds = pythonSeconds(small);
    if (seconds) note('python', small, seconds);
    const rust = await rustSeconds(join(folder, 'large'));
    if (rust) note('rust', large, rust);
  }
  if (best.python) console.log(`ratio to the Python EventFileLoader: ${(best.plateau / best.python).toFixed(1)} (target 20)`);
  if (best.rust) console.log(`ratio to the Rust data server:       ${(best.plateau / best.rust).toFixed(2)} (target 1; it does not verify checksums of data, Plateau does)`);
  if (!best.python) console.log(`No peers: ${python} has no tensorboard. Install it with pip, or name another interpreter in PYTHON.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runPeer(...args) {
  try {
    return execFileSync(python, [peer, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function pythonSeconds(file) {
  const output = runPeer('load', file.path);
  if (output === undefined) return undefined;
  const [events, seconds] = output.split(' ').map(Number);
  if (events !== file.events + 1) throw new Error(`the Python loader read ${events} of ${file.events + 1} events`);
  return seconds;
}

/** Seconds of the one load cycle that the server logs. */
async function rustSeconds(logdir) {
  const binary = runPeer('server');
  if (!binary) return undefined;
  const server = spawn(binary, ['--logdir', logdir, '--reload', 'once', '--port', '0', '--verbose', '--die-after-stdin'], { stdio: ['pipe', 'ignore', 'pipe'] });
  let log = '';
  for await (const text of server.stderr) {
    log += text;
    const cycle = /Finished load cycle \(([\d.]+)(m?s)\)/.exec(log);
    if (!cycle) continue;
    server.stdin.end();
    return Number(cycle[1]) * (cycle[2] === 'ms' ? 1e-3 : 1);
  }
  return undefined;
}
