// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { run, runNpm } from './run.mjs';

/** Installs what the lock file names, unless it is all there, and builds the extension. Uses only Node's own modules. */
export function installAndBuild() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Plateau is built with Node 20 or newer; this is ${process.version}.`);
  if (!isInstalled()) runNpm(['ci']);
  run(process.execPath, ['esbuild.mjs']);
}

function isInstalled() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(record)) return false;
  const present = readLock(record);
  return Object.entries(readLock('package-lock.json')).every(([folder, wanted]) =>
    folder === '' || (wanted.optional && !present[folder]) || present[folder]?.version === wanted.version);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>} by folder
 */
function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
