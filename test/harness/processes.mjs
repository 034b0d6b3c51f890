// @ts-check
import { execFileSync, spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', () => running.forEach(endProcess));

/**
 * Starts a program in a process group of its own, which ends with this process at the latest.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startProcess(command, args, options) {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('exit', () => endProcess(child));
  return child;
}

/**
 * Ends a program and everything it has started.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endProcess(child) {
  if (!running.delete(child) || child.pid === undefined) return;
  if (process.platform === 'win32') return endTree(child.pid);
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** @param {number} pid */
function endTree(pid) {
  try {
    execFileSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
  } catch {
    // taskkill fails when the process has already ended, which is what was asked for.
  }
}
