// JSON lines and CSV in MB/s on one core, beside what the plainest code takes for the same work: JSON.parse on each
// line, split and Number on each cell. Rounds alternate, the best of each counts.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSource, timeReading, workFolder } from './loadSource.mjs';

const rows = 400_000;
const rounds = 4;
let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

const logs = {
  'json lines, flat': ['jsonLines', 'flat.jsonl', (i) => `{"step": ${i}, "loss": ${random() * 3}, "lr": ${random() * 1e-4}, "grad_norm": ${random().toFixed(4)}, "epoch": ${i / 1000}, "tokens": ${i * 4096}}`],
  'json lines, nested': ['jsonLines', 'nested.jsonl', (i) => `{"step": ${i}, "train": {"loss": ${random()}, "lr": 0.0001}, "perf": {"tps": ${random() * 1e4}, "time": "2:30:03"}}`],
  'csv, short numbers': ['csv', 'short.csv', (i) => `${i},${(random() * 3).toFixed(4)},${(random() * 1e-3).toFixed(6)},${random().toFixed(3)},${(random() * 9).toFixed(4)}`, 'step,loss,lr,grad_norm,val_loss'],
  'csv, full precision': ['csv', 'long.csv', (i) => `${i},${random() * 3},${random()},${random()},${random() * 9}`, 'step,loss,lr,grad_norm,val_loss'],
};

const folder = workFolder();
try {
  const formats = await loadSource('formats/jsonLines', 'formats/csv');
  for (const [name, [format, file, row, header]] of Object.entries(logs)) {
    const path = join(folder, file);
    const lines = Array.from({ length: rows }, (_, i) => row(i));
    const content = (header ? [header, ...lines] : lines).join('\n') + '\n';
    writeFileSync(path, content);
    const best = { plateau: Infinity, plain: Infinity };
    let points = 0;
    for (let round = 0; round < rounds; round++) {
      const read = await timeReading(formats[format], path);
      if (read.skipped > 0) throw new Error(`${name}: ${read.skipped} rows were skipped`);
      points = read.points;
      best.plateau = Math.min(best.plateau, read.seconds);
      best.plain = Math.min(best.plain, format === 'csv' ? plainCsv(path) : plainJson(path));
    }
    const rate = (seconds) => content.length / seconds / 1e6;
    console.log(`${name.padEnd(20)} ${(content.length / 1e6).toFixed(0).padStart(3)} MB, ${points} points: ${rate(best.plateau).toFixed(0)} MB/s (target 100), plain code ${rate(best.plain).toFixed(0)} MB/s, ratio ${(best.plain / best.plateau).toFixed(2)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function plainJson(path) {
  const started = performance.now();
  let sum = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) if (line !== '') sum += JSON.parse(line).step;
  if (sum === 0) throw new Error('nothing was read');
  return (performance.now() - started) / 1000;
}

function plainCsv(path) {
  const started = performance.now();
  let sum = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) for (const cell of line.split(',')) sum += Number(cell) || 0;
  if (sum === 0) throw new Error('nothing was read');
  return (performance.now() - started) / 1000;
}
