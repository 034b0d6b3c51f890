// @ts-check
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder; every script works there. */
export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));
process.chdir(root);

/**
 * Runs a program to its end, in sight of the user.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 */
export function run(command, args, env = {}) {
  const status = exitStatus(command, args, env);
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed (exit status ${status}).`);
}

/**
 * The exit status of a program; null when a signal ended it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 */
export function exitStatus(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (error) throw new Error(`${command} could not be started: ${error.message}.`);
  return status;
}

/** @param {readonly string[]} args */
export function runNpm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('npm-cli.js')) run(process.execPath, [script, ...args]);
  else run('npm', args);
}
