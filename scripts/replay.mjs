// @ts-check
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const tick = 250;

/**
 * Writes a recorded log line by line, as a training run would, evenly over `seconds`.
 * @param {{ from: string, to: string, seconds: number }} plan the log written into is emptied first
 */
export async function replay({ from, to, seconds }) {
  const lines = (await readFile(from, 'utf8')).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  await emptyLog(to);
  const start = performance.now();
  for (let written = 0; written < lines.length; ) {
    const due = Math.min(lines.length, Math.ceil((lines.length * (performance.now() - start)) / (seconds * 1000)));
    await appendFile(to, lines.slice(written, due).join(''));
    written = due;
    await sleep(tick);
  }
}

/** @param {string} file made if need be */
export async function emptyLog(file) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '');
}
