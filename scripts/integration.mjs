// @ts-check
import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from './run.mjs';

const suites = 'test/integration';
const standIn = fileURLToPath(new URL('../test/harness/vscodeStandIn.mjs', import.meta.url));

/**
 * Runs every suite (a folder of test/integration) inside each version of VS Code.
 * @param {readonly string[]} versions
 */
export async function runIntegration(versions) {
  const folders = await readdir(suites, { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory() && entry.name !== 'installed').map((entry) => entry.name);
  let [passed, failed] = [0, 0];
  for (const version of versions) {
    for (const name of names) {
      const count = await runSuite(name, { version, extension: root });
      passed += count.passed;
      failed += count.failed;
    }
  }
  return { passed, failed };
}

/**
 * Runs the tests of one folder inside VS Code, in a copy of its `workspace` folder.
 * PLATEAU_VSCODE=download runs them in a VS Code that @vscode/test-electron downloads.
 * @param {string} name
 * @param {{ version: string, extension: string, userData?: string }} options
 */
export async function runSuite(name, { version, extension, userData }) {
  console.log(`\n${name} in VS Code ${version}`);
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'plateau-suite-'));
  try {
    const results = path.join(temporary, 'results.json');
    const data = userData ?? path.join(temporary, 'user');
    const ended = await runTests({
      ...editor(version),
      extensionDevelopmentPath: extension,
      extensionTestsPath: await bundle(name),
      extensionTestsEnv: { PLATEAU_RESULTS: results, PLATEAU_SUITE: name },
      launchArgs: [await workspaceOf(name, temporary), `--user-data-dir=${data}`, `--extensions-dir=${path.join(data, 'extensions')}`],
    }).then(() => true, () => false); // the reason has been printed
    return await count(results, ended);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** @param {string} version */
export function editor(version) {
  if (process.env.PLATEAU_VSCODE === 'download') return { version };
  process.env.PLATEAU_VSCODE_VERSION = version;
  return { vscodeExecutablePath: standIn };
}

/** @param {string} name */
async function bundle(name) {
  const files = (await readdir(path.join(suites, name))).filter((file) => file.endsWith('.test.ts'));
  if (files.length === 0) throw new Error(`There is no test in ${suites}/${name}.`);
  const outfile = path.resolve(`.cache/integration/${name}.cjs`);
  await build({
    stdin: { contents: [...files.map((file) => `import './${name}/${file}';`), `export { run } from './runner';`].join('\n'), resolveDir: path.resolve(suites) },
    bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], sourcemap: 'inline', outfile,
  });
  return outfile;
}

/**
 * @param {string} name
 * @param {string} temporary
 */
async function workspaceOf(name, temporary) {
  const workspace = path.join(temporary, 'workspace');
  const source = path.join(suites, name, 'workspace');
  if (existsSync(source)) await cp(source, workspace, { recursive: true });
  else await mkdir(workspace);
  return workspace;
}

/**
 * @param {string} results
 * @param {boolean} ended whether the editor said that the suite passed
 */
async function count(results, ended) {
  if (!existsSync(results)) throw new Error('The tests did not start.');
  const { passed, failed, complete } = JSON.parse(await readFile(results, 'utf8'));
  const lost = failed === 0 && !(ended && complete) ? 1 : 0;
  if (lost) console.error('The editor ended before the tests did.');
  return { passed, failed: failed + lost };
}
