// @ts-check
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @typedef {object} NpmPackage
 * @property {string} name
 * @property {string} version
 * @property {string} [integrity] `sha512-…` of the archive; npm's own check alone when absent
 */

/**
 * Downloads a package with npm, without its dependencies and scripts, and unpacks it.
 * @param {NpmPackage} wanted
 * @param {string} folder an existing folder
 * @param {readonly string[]} [members] unpack only these paths of the package
 */
export async function unpackPackage(wanted, folder, members = []) {
  const id = `${wanted.name}@${wanted.version}`;
  console.error(`Downloading ${id} …`);
  await npm(['pack', id, '--pack-destination', folder, '--ignore-scripts'], folder, `download ${id}`);
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (!archive) throw new Error(`npm pack ${id} left no archive; run again with a current npm.`);
  const file = path.join(folder, archive);
  await verify(file, id, wanted.integrity);
  const paths = members.map((member) => `package/${member}`);
  await run('tar', ['-xzf', file, '-C', folder, '--strip-components=1', ...paths]);
  await rm(file);
}

/**
 * Installs the locked dependencies of an unpacked package, without running their scripts.
 * @param {string} folder
 */
export async function installDependencies(folder) {
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  await npm(args, folder, `install the dependencies in ${folder}`);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} purpose
 */
async function npm(args, cwd, purpose) {
  const script = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const [command, head] = script ? [process.execPath, [script]] : ['npm', []];
  const options = { cwd, env: environment(), maxBuffer: 1 << 26, shell: !script && process.platform === 'win32' };
  try {
    await run(command, [...head, ...args], options);
  } catch (error) {
    const { stderr, message } = /** @type {{ stderr?: string, message: string }} */ (error);
    const reason = /npm error (?!code|errno|syscall|network)(.*)/.exec(stderr ?? '')?.[1] ?? message;
    throw new Error(`Could not ${purpose} (${reason}): check npm's access to its registry and run again.`, { cause: error });
  }
}

/** What an outer `npm run` sets for its own project must not steer an npm that works elsewhere. */
function environment() {
  const own = /^npm_(lifecycle|package|command|config_(local|global)_prefix|config_noproxy$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !own.test(key)));
}

/**
 * @param {string} file
 * @param {string} id
 * @param {string | undefined} integrity
 */
async function verify(file, id, integrity) {
  if (!integrity) return;
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (`sha512-${hash.digest('base64')}` === integrity) return;
  throw new Error(`The archive of ${id} is not the one this project was tested with; ask the registry's keeper why.`);
}
