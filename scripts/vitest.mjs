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
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) }; // a file that cannot be loaded holds no failed test
}
