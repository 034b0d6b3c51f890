// @ts-check
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a server find an extension among the installed ones without copying it.
 * @param {string} extensionPath
 * @param {string} extensionsFolder of a server that has not been started yet
 */
export async function linkExtension(extensionPath, extensionsFolder) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(extensionPath, 'package.json'), 'utf8'));
  await mkdir(extensionsFolder, { recursive: true });
  await symlink(path.resolve(extensionPath), path.join(extensionsFolder, `${publisher}.${name}-${version}`), 'junction');
}
