// @ts-check
/**
 * npm start [-- --live] [--browser] [--vscode=VERSION] [--port=N]: installs, builds and opens the samples in VS Code
 * with the extension running. --live replays a training run into its log; --browser never uses an installed VS Code.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installAndBuild } from './dependencies.mjs';
import { emptyLog, replay } from './replay.mjs';
import { root } from './run.mjs';
import { copySamples, livePlan } from './samples.mjs';

const oldestInstalled = [1, 100];
const options = process.argv.slice(2);
const windows = process.platform === 'win32';

try {
  installAndBuild();
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function main() {
  const workspace = await copySamples();
  const plan = options.includes('--live') ? livePlan(workspace) : undefined;
  if (plan) await emptyLog(plan.to);
  if (!options.includes('--browser') && hasInstalledEditor()) openInstalled(workspace);
  else await openServer(workspace);
  if (!plan) return;
  console.log(`Replaying ${path.relative(root, plan.from)} into ${path.relative(root, plan.to)} over ${plan.seconds} s …`);
  await replay(plan);
  console.log('The replayed run has ended.');
}

function hasInstalledEditor() {
  try {
    const said = execFileSync('code', ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], shell: windows });
    const [major, minor] = said.split('.').map(Number);
    return major > oldestInstalled[0] || (major === oldestInstalled[0] && minor >= oldestInstalled[1]);
  } catch {
    return false;
  }
}

/** @param {string} workspace */
function openInstalled(workspace) {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, workspace];
  execFileSync('code', windows ? args.map((arg) => `"${arg}"`) : args, { stdio: 'inherit', shell: windows });
}

/**
 * Serves VS Code until Ctrl-C; returns once a browser has opened it.
 * @param {string} workspace
 */
async function openServer(workspace) {
  const { newest, startServer } = await import('../test/harness/vscodeServer.mjs');
  const { linkExtension } = await import('../test/harness/linkExtension.mjs');
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'plateau-start-'));
  await linkExtension(root, path.join(dataFolder, 'extensions'));
  const token = randomBytes(16).toString('hex');
  const server = await startServer({ version: valueOf('vscode') ?? newest, port: valueOf('port'), dataFolder, token });
  const end = async (/** @type {number} */ code) => {
    server.dispose();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end(0));
  server.died.catch((error) => {
    console.error(error.message);
    void end(1);
  });
  const address = `${server.url}?tkn=${token}&folder=${encodeURIComponent(workspace)}`;
  console.log(`\nVS Code with Plateau is at\n\n  ${address}\n\nCtrl-C ends it.\n`);
  openBrowser(address);
  await server.opened;
}

/** @param {string} name */
function valueOf(name) {
  const prefix = `--${name}=`;
  return options.find((option) => option.startsWith(prefix))?.slice(prefix.length);
}

/** @param {string} address */
function openBrowser(address) {
  const display = windows || process.platform === 'darwin' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!display) return;
  const [command, ...args] = windows ? ['rundll32', 'url.dll,FileProtocolHandler'] : [process.platform === 'darwin' ? 'open' : 'xdg-open'];
  spawn(command, [...args, address], { stdio: 'ignore', detached: true }).once('error', () => undefined).unref(); // the address has been printed
}
