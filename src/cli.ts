import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commands } from './commandLine/commands/registry';
import { parseArguments, usageOf } from './commandLine/parseArguments';
import { printable } from './commandLine/printable';
import { sentenceOf } from './commandLine/sentenceOf';
import type { KernelPool } from './engine/kernelPool';
import { startKernelPool } from './engine/kernelThread';
import { nodeFiles } from './engine/nodeFiles';
import { allowRelaxedSimd } from './engine/relaxedSimd';

/** Runs one command and returns its exit status. */
async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) return print(usageOf(commands), 0);
  const parsed = parseArguments(words, commands, (path) => resolve(path).replace(/\\/g, '/'));
  if ('error' in parsed) return complain(parsed.error);
  const { text, status, remark } = await parsed.command.run(parsed, { files: nodeFiles, now: Date.now(), pool, write: (path, data) => writeFile(path, data) });
  if (remark !== undefined) process.stderr.write(`${printable(remark)}\n`);
  return status === 1 ? complain(text) : print(text, status);
}

let threads: KernelPool | undefined;

function pool(): KernelPool {
  if (threads) return threads;
  allowRelaxedSimd();
  threads = startKernelPool(join(dirname(fileURLToPath(import.meta.url)), 'kernelWorker.js'));
  return threads;
}

function print(text: string, status: number): number {
  if (text !== '') process.stdout.write(`${printable(text)}\n`);
  return status;
}

function complain(sentence: string): number {
  process.stderr.write(`${printable(sentence)}\n`);
  return 1;
}

// A reader such as head may close the pipe before all is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

main(process.argv.slice(2)).then(
  (status) => { process.exitCode = status; },
  (error: unknown) => { process.exitCode = complain(sentenceOf(error)); },
);
