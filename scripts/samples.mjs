// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from './run.mjs';

const source = path.join(root, 'samples');
const recordings = '.recorded';
const plan = 'live.json';

/** Copies the sample workspace to where it may be written to, so that the checkout stays clean. */
export async function copySamples() {
  const target = path.join(root, '.cache', 'samples');
  const wanted = (/** @type {string} */ file) => ![recordings, plan].includes(path.relative(source, file));
  await rm(target, { recursive: true, force: true });
  // Fresh times: in the samples training goes on.
  await cp(source, target, { recursive: true, filter: wanted });
  return target;
}

/**
 * What `npm start -- --live` replays: the recorded log, the log it is written into, and for how long.
 * @param {string} workspace a copy of the samples
 */
export function livePlan(workspace) {
  const file = path.join(source, plan);
  if (!existsSync(file)) throw new Error(`There is nothing to replay: ${path.relative(root, file)} is missing.`);
  const { from, to, seconds } = JSON.parse(readFileSync(file, 'utf8'));
  return { from: path.join(source, from), to: path.join(workspace, to), seconds };
}
