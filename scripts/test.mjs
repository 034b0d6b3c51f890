// @ts-check
/**
 * npm test [-- STAGE… [--vscode=VERSION]]: installs, builds and runs the stages named (all when none is):
 * unit, webview, integration, package; recorder only when named, since it needs Python. The last line counts what passed
 * and failed.
 */
import { installAndBuild } from './dependencies.mjs';
import './run.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {readonly string[]} Versions of VS Code
 * @type {Readonly<Record<string, (versions: Versions) => Promise<Count>>>}
 */
const stages = {
  unit: async () => (await import('./vitest.mjs')).runVitest('vitest.config.mjs'),
  webview: async () => (await import('./vitest.mjs')).runVitest('test/webview/vitest.config.mjs'),
  integration: async (versions) => (await import('./integration.mjs')).runIntegration(versions),
  package: async (versions) => (await import('./packageTest.mjs')).testPackage(versions),
  recorder: async () => (await import('./recorderTests.mjs')).testRecorder(),
};
const needsPython = 'recorder';

process.exitCode = 1;
const total = await main(process.argv.slice(2));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/**
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function main(args) {
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = named.find((name) => !(name in stages));
  if (unknown) {
    console.error(`There is no stage ${unknown}: choose from ${Object.keys(stages).join(', ')}.`);
    return { passed: 0, failed: 1 };
  }
  const chosen = named.length > 0 ? named : Object.keys(stages).filter((name) => name !== needsPython);
  try {
    installAndBuild();
  } catch (error) {
    return failure('build', error);
  }
  const versions = await chosenVersions(args);
  const counts = [];
  for (const name of chosen) {
    console.log(`\n— ${name} —`);
    counts.push([name, await counted(name, () => required(name, versions))]);
  }
  console.log();
  for (const [name, count] of counts) console.log(`${name}: ${count.passed} passed, ${count.failed} failed`);
  return sum(counts.map(([, count]) => count));
}

/** @param {readonly string[]} args */
async function chosenVersions(args) {
  const { oldest, newest } = await import('../test/harness/vscodeServer.mjs');
  const chosen = args.filter((arg) => arg.startsWith('--vscode=')).map((arg) => arg.slice('--vscode='.length));
  return chosen.length > 0 ? chosen : [oldest, newest];
}

/**
 * @param {string} name
 * @param {Versions} versions
 */
async function required(name, versions) {
  if (name !== 'unit' && name !== needsPython) await fetchEditors(versions);
  const count = await stages[name](versions);
  if (count.passed + count.failed === 0) throw new Error(`The stage ${name} ran no test.`);
  return count;
}

/**
 * Downloads what the tests would else wait for within their own time.
 * @param {Versions} versions
 */
async function fetchEditors(versions) {
  const { findBrowser } = await import('../test/harness/browser.mjs');
  const { newest, serverCommand } = await import('../test/harness/vscodeServer.mjs');
  await findBrowser();
  if (process.env.PLATEAU_VSCODE === 'download') return;
  for (const version of new Set([...versions, newest])) await serverCommand(version);
}

/**
 * @param {string} name
 * @param {() => Promise<Count>} work
 * @returns {Promise<Count>}
 */
async function counted(name, work) {
  try {
    return await work();
  } catch (error) {
    return failure(name, error);
  }
}

/**
 * @param {string} name
 * @param {unknown} error
 * @returns {Count}
 */
function failure(name, error) {
  console.error(`${name}: ${error instanceof Error ? error.message : error}`);
  return { passed: 0, failed: 1 };
}

/** @param {readonly Count[]} counts */
function sum(counts) {
  const add = (/** @type {'passed' | 'failed'} */ key) => counts.reduce((all, count) => all + count[key], 0);
  return { passed: add('passed'), failed: add('failed') };
}
