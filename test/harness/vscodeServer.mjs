// @ts-check
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache.mjs';
import { nodeRuntime } from './nodeRuntime.mjs';
import { installDependencies, unpackPackage } from './npm.mjs';
import { endProcess, startProcess } from './processes.mjs';

/** The VS Code versions everything is tested on: the oldest supported one and the newest. */
export const oldest = '1.100.3';
export const newest = '1.139.1';

/**
 * npm's code-server packages carry a compiled VS Code server.
 * @type {Readonly<Record<string, { version: string, integrity: string, node: number }>>}
 */
const servers = {
  [oldest]: {
    version: '4.100.3',
    integrity: 'sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==',
    node: 20,
  },
  [newest]: {
    version: '4.139.1',
    integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
    node: 24,
  },
};

/** The search program that 1.100 would download in an install script. */
const ripgrepVersion = '1.18.0';

/**
 * The command that runs the server of a VS Code version, downloaded at first use.
 * @param {string} version
 * @returns {Promise<readonly [node: string, script: string]>}
 */
export async function serverCommand(version) {
  const server = servers[version];
  if (!server) throw new Error(`VS Code ${version} is not among ${Object.keys(servers).join(', ')}.`);
  const node = await nodeRuntime(server.node);
  const folder = await cached(`vscode-${version}`, async (target) => {
    await unpackPackage({ name: 'code-server', ...server }, target, ['lib/vscode', 'LICENSE', 'ThirdPartyNotices.txt']);
    const editor = path.join(target, 'lib', 'vscode');
    await installDependencies(editor);
    if (version === oldest) await addRipgrep(target, editor);
  });
  return [node, path.join(folder, 'lib', 'vscode', 'out', 'server-main.js')];
}

/**
 * @param {string} folder
 * @param {string} editor
 */
async function addRipgrep(folder, editor) {
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const unpacked = path.join(folder, 'ripgrep');
  const target = path.join(editor, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(unpacked);
  await mkdir(target, { recursive: true });
  await unpackPackage({ name, version: ripgrepVersion }, unpacked);
  await copyFile(path.join(unpacked, 'bin', program), path.join(target, program));
}

/**
 * @typedef {object} ServerOptions
 * @property {string} version
 * @property {string} dataFolder holds user data and installed extensions; one server at a time
 * @property {string} [extensionsFolder]
 * @property {Readonly<Record<string, unknown>>} [settings] user settings, written before the start
 * @property {string} [port] a free one when absent
 * @property {string} [token] a secret the page's address must carry
 * @property {readonly string[]} [args]
 * @property {Readonly<Record<string, string>>} [env] for the server and its extension host
 *
 * @typedef {object} Server
 * @property {string} authority host and port
 * @property {string} url
 * @property {Promise<never>} died rejects with what the server said last when it ends by itself
 * @property {Promise<unknown>} opened resolves when a browser has connected
 * @property {() => void} dispose
 */

/**
 * Starts a VS Code server on this machine and waits until it serves.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const [node, script] = await serverCommand(options.version);
  await writeSettings(options.dataFolder, options.settings ?? {});
  const child = startProcess(node, [script, ...serverArguments(options)], {
    env: { ...process.env, ...options.env, EXTENSIONS_GALLERY: '{}' }, // no marketplace: nothing is looked up in the network
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = transcript(child);
  const { died, dispose } = lifetime(child, output.tail);
  const opened = output.until(/New connection established/);
  try {
    const port = await Promise.race([output.until(/Web UI available at http:\/\/[^:/]+:(\d+)/), died, timeout(60_000)]);
    const authority = `127.0.0.1:${port}`;
    return { authority, url: `http://${authority}/`, died, opened, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function transcript(child) {
  let said = '';
  /** @type {Map<RegExp, (found: string) => void>} */
  const awaited = new Map();
  const listen = (/** @type {Buffer} */ chunk) => {
    said = (said + chunk.toString()).slice(-100_000);
    for (const [pattern, resolve] of awaited) {
      const found = pattern.exec(said);
      if (found && awaited.delete(pattern)) resolve(found[1]);
    }
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  return {
    tail: () => said.slice(-4000),
    /** @param {RegExp} pattern @returns {Promise<string>} its first group */
    until: (pattern) => new Promise((resolve) => awaited.set(pattern, resolve)),
  };
}

/**
 * `died` rejects when the child ends, unless `dispose` has ended it.
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => string} tail
 */
function lifetime(child, tail) {
  let ordered = false;
  /** @type {Promise<never>} */
  const died = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => ordered || reject(new Error(`The VS Code server ended (exit code ${code}):\n${tail()}`)));
  });
  died.catch(() => undefined); // seen by whoever waits for it, and by nobody else
  const dispose = () => {
    ordered = true;
    endProcess(child);
  };
  return { died, dispose };
}

/** @param {ServerOptions} options */
function serverArguments({ dataFolder, extensionsFolder, port = '0', token, args = [] }) {
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const extensions = extensionsFolder ? ['--extensions-dir', extensionsFolder] : [];
  return ['--host', '127.0.0.1', '--port', port, ...access, '--accept-server-license-terms', '--disable-telemetry',
    '--disable-workspace-trust', '--server-data-dir', dataFolder, ...extensions, ...args];
}

/** Settings that keep the workbench free of tips, updates and requests to the network. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * @param {string} dataFolder
 * @param {Readonly<Record<string, unknown>>} settings
 */
async function writeSettings(dataFolder, settings) {
  const file = path.join(dataFolder, 'data', 'User', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...quiet, ...settings }, null, 2));
}

/** @param {number} milliseconds @returns {Promise<never>} */
function timeout(milliseconds) {
  return new Promise((_, reject) => {
    const say = () => reject(new Error(`The VS Code server did not start within ${milliseconds / 1000} s.`));
    setTimeout(say, milliseconds).unref();
  });
}
