#!/usr/bin/env node
// @ts-check
/**
 * Stands in for the VS Code program that @vscode/test-electron starts: runs a test suite inside the extension
 * host of a VS Code server, opened in a headless browser. PLATEAU_VSCODE_VERSION names the version.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { newest, startServer } from './vscodeServer.mjs';

process.exitCode = 1; // whatever ends this process early must not look like a suite that passed

const limit = Number(process.env.PLATEAU_TEST_TIMEOUT ?? 300_000);
/** What the editor says of itself for want of native modules and network; PLATEAU_VERBOSE shows it too. */
const noise = /spdlog|watchdog|Service ?Worker|connection token|Creating a socket|ChatSessionStore|additional builtin extensions|grace-time|AgentHost|AccountPolicyGate|authentication provider|Creation of workbench contribution/;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code of the suite
 */
async function main(args) {
  const values = (/** @type {string} */ key) =>
    args.filter((arg) => arg.startsWith(`--${key}=`)).map((arg) => arg.slice(key.length + 3));
  const workspace = args.find((arg) => !arg.startsWith('-'));
  const [tests] = values('extensionTestsPath');
  if (!tests || !workspace) throw new Error('Usage: vscodeStandIn --extensionDevelopmentPath=… --extensionTestsPath=… FOLDER');
  const server = await startServer({
    version: process.env.PLATEAU_VSCODE_VERSION ?? newest,
    dataFolder: values('user-data-dir')[0] ?? temporaryFolder(),
    extensionsFolder: values('extensions-dir')[0],
    args: ['--enable-smoke-test-driver'], // newer versions ignore the payload without it
  });
  try {
    const remote = (/** @type {string} */ file) => `vscode-remote://${server.authority}${path.resolve(file)}`;
    const payload = [...values('extensionDevelopmentPath').map((folder) => ['extensionDevelopmentPath', remote(folder)]),
      ['extensionTestsPath', remote(tests)], ['skipWelcome', 'true']];
    const query = `folder=${encodeURIComponent(path.resolve(workspace))}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    return await Promise.race([suiteResult(`${server.url}?${query}`), server.died, timeout()]);
  } finally {
    server.dispose();
  }
}

/**
 * @param {string} url
 * @returns {Promise<number>}
 */
async function suiteResult(url) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise((resolve, reject) => {
      page.once('crash', () => reject(new Error('The page of the workbench crashed.')));
      browser.once('disconnected', () => reject(new Error('The browser ended before the tests did.')));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', forward);
    await page.goto(url);
    return Number(await ended);
  } finally {
    await browser.close();
  }
}

/**
 * Passes on what the tests and the extension host write to their console.
 * @param {string} type
 * @param {readonly unknown[]} parts
 */
function forward(type, parts) {
  if (!process.env.PLATEAU_VERBOSE && noise.test(parts.join(' '))) return;
  if (type === 'error') console.error(...parts);
  else console.log(...parts);
}

function temporaryFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plateau-vscode-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @returns {Promise<never>} */
function timeout() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`The tests did not end within ${limit / 1000} s.`)), limit).unref();
  });
}
