// @ts-check
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runVSCodeCommand } from '@vscode/test-electron';
import { remoteControlPath } from '../test/harness/remoteControl.mjs';
import { serverCommand } from '../test/harness/vscodeServer.mjs';
import { runSuite } from './integration.mjs';
import { packageExtension } from './package.mjs';
import { runVitest } from './vitest.mjs';

/**
 * Packages the extension, checks what is in the package, and activates it in a clean editor of each version.
 * @param {readonly string[]} versions of VS Code
 */
export async function testPackage(versions) {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'plateau-package-'));
  try {
    const { file } = await packageExtension(path.join(temporary, 'plateau.vsix'));
    let { passed, failed } = runVitest('test/package/vitest.config.mjs', { PLATEAU_VSIX: file });
    for (const version of versions) {
      const userData = path.join(temporary, version);
      await install(file, version, userData);
      const count = await runSuite('installed', { version, extension: remoteControlPath, userData });
      passed += count.passed;
      failed += count.failed;
    }
    return { passed, failed };
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * @param {string} file
 * @param {string} version
 * @param {string} userData
 */
async function install(file, version, userData) {
  const where = ['--install-extension', file, '--extensions-dir', path.join(userData, 'extensions')];
  if (process.env.PLATEAU_VSCODE === 'download') {
    await runVSCodeCommand([...where, '--user-data-dir', userData], { version });
    return;
  }
  const [node, script] = await serverCommand(version);
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}' };
  await promisify(execFile)(node, [script, ...where, '--server-data-dir', userData, '--accept-server-license-terms'], { env });
}
