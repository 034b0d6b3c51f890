import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerOf } from './commandLine/answerOf';
import { printable } from './commandLine/printable';
import type { KernelPool } from './engine/kernelPool';
import { startKernelPool } from './engine/kernelThread';
import { nodeFiles } from './engine/nodeFiles';
import { allowRelaxedSimd } from './engine/relaxedSimd';

async function main(words: readonly string[]): Promise<void> {
  const around = { files: nodeFiles, now: Date.now(), demandReadable, pool, write: (path: string, data: string) => writeFile(path, data) };
  const { output, complaint, status } = await answerOf(words, around, (path) => resolve(path).replace(/\\/g, '/'));
  if (complaint !== '') process.stderr.write(`${printable(complaint)}\n`);
  if (output !== '') process.stdout.write(`${printable(output)}\n`);
  process.exitCode = status;
}

/** Followed logs come and go, so that the engine survives what it may not read; what a person names is another matter. */
async function demandReadable(path: string): Promise<void> {
  await access(path, constants.R_OK).catch((error: NodeJS.ErrnoException) => { if (error.code === 'EACCES' || error.code === 'EPERM') throw error; });
}

let threads: KernelPool | undefined;

function pool(): KernelPool {
  if (threads) return threads;
  allowRelaxedSimd();
  threads = startKernelPool(join(dirname(fileURLToPath(import.meta.url)), 'kernelWorker.js'));
  return threads;
}

// A reader such as head may close the pipe before all is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

void main(process.argv.slice(2));
