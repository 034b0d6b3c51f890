// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where downloaded editors and browsers are kept. PLATEAU_CACHE moves it. */
export const cacheFolder = path.resolve(
  process.env.PLATEAU_CACHE || fileURLToPath(new URL('../../.vscode-test', import.meta.url)),
);

/**
 * The folder `name` of the cache, filled by `fill` the first time it is asked for.
 * It takes its name only once it is complete, so an interrupted download never counts as done.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 */
export async function cached(name, fill) {
  const folder = path.join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder, { recursive: true });
  await removeAbandoned(name);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    await mkdir(partial);
    await fill(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // otherwise another process was faster
  }
  return folder;
}

/** @param {string} name */
async function removeAbandoned(name) {
  const prefix = `${name}.partial-`;
  for (const entry of await readdir(cacheFolder)) {
    if (!entry.startsWith(prefix) || isRunning(Number(entry.slice(prefix.length)))) continue;
    await rm(path.join(cacheFolder, entry), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
