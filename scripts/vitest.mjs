// @ts-check
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { exitStatus } from './run.mjs';

/**
 * Runs the tests of a Vitest configuration and counts them.
 * @param {string} config
 * @param {Readonly<Record<string, string>>} [env]
 */
export function runVitest(config, env = {}) {
  const report = `.cache/vitest-${process.pid}.json`;
  mkdirSync('.cache', { recursive: true });
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--config', config, '--passWithNoTests',
    '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = exitStatus(process.execPath, args, env);
  const { numPassedTests: passed, numFailedTests: failed, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  for (const line of failures(testResults)) console.log(line);
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) }; // a file that cannot be loaded holds no failed test
}

/**
 * Which tests failed and why, once more below everything else: long outputs are often cut at the top.
 * @param {readonly { readonly assertionResults: readonly { readonly status: string, readonly fullName: string, readonly failureMessages: readonly string[] }[] }[]} files
 */
function failures(files) {
  return files.flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `failed: ${fullName}: ${(failureMessages[0] ?? '').split('\n')[0]}`);
}
