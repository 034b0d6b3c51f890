import { resolve } from 'node:path';
import { parseArguments, usage } from './commandLine/parseArguments';
import { runCommand } from './commandLine/commands';
import { loadRuns } from './engine/loadRuns';
import { nodeFiles } from './engine/nodeFiles';

/** Runs one command and returns its exit status. */
async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) return print(usage, 0);
  const parsed = parseArguments(words);
  if ('error' in parsed) return complain(parsed.error);
  const paths = parsed.paths.map((path) => resolve(path).replace(/\\/g, '/'));
  const runs = await loadRuns(paths, nodeFiles, parsed.settings, Date.now());
  if ('error' in runs) return complain(runs.error);
  if (runs.length === 0) process.stderr.write(`No training run was recognised in ${parsed.paths.join(', ')}.\n`);
  const { text, status } = runCommand(parsed, runs);
  return status === 1 ? complain(text) : print(text, status);
}

function print(text: string, status: number): number {
  if (text !== '') process.stdout.write(`${text}\n`);
  return status;
}

function complain(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 1;
}

main(process.argv.slice(2)).then(
  (status) => { process.exitCode = status; },
  (error: unknown) => { process.exitCode = complain(`plateau could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`); },
);
