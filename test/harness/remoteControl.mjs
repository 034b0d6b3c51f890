// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The extension that carries out what `remoteControl` asks; it must be installed in the editor. */
export const remoteControlPath = fileURLToPath(new URL('./remoteControl', import.meta.url));

/**
 * Speaks to the remote-control extension of an editor started with PLATEAU_CONTROL=`file`.
 * @param {string} file
 */
export function remoteControl(file) {
  return {
    /** @param {string} command @param {readonly unknown[]} args @returns {Promise<unknown>} */
    execute: (command, ...args) => request(file, { command, args }),
    /** @param {string} setting @param {unknown} value */
    set: (setting, value) => request(file, { setting, value }),
  };
}

/**
 * @param {string} file
 * @param {object} message
 * @returns {Promise<unknown>}
 */
async function request(file, message) {
  const end = Date.now() + 60_000;
  while (!existsSync(file)) {
    if (Date.now() > end) throw new Error('The extension host did not start within 60 s.');
    await sleep(50);
  }
  const response = await fetch(`http://127.0.0.1:${readFileSync(file, 'utf8')}/`, { method: 'POST', body: JSON.stringify(message) });
  const { error, result } = /** @type {{ error?: string, result?: unknown }} */ (await response.json());
  if (error) throw new Error(error);
  return result;
}
