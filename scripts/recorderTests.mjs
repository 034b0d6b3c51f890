// @ts-check
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cached } from '../test/harness/cache.mjs';
import { exitStatus, root, run } from './run.mjs';

const requirements = path.join(root, 'test', 'recorder', 'requirements.txt');

/**
 * Runs the tests that need Python, of the training-loop recorder with real PyTorch and of edited configurations with real PEFT, in a virtual
 * environment that is made at first use (a few minutes) and kept beside the editors. PLATEAU_PYTHON names an interpreter that has PyTorch already.
 */
export async function testRecorder() {
  const report = path.join(root, '.cache', `recorder-${process.pid}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  const python = process.env.PLATEAU_PYTHON || interpreter(await environment());
  const status = exitStatus(python, [path.join('test', 'recorder'), report], { PYTHONDONTWRITEBYTECODE: '1', PLATEAU_NODE: process.execPath });
  const { passed, failed } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) };
}

/** The environment that requirements.txt asks for. */
function environment() {
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  return cached(`recorder-python-${version}`, async (folder) => {
    run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
    run(interpreter(folder), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  });
}

/** @param {string} environment folder of a virtual environment */
function interpreter(environment) {
  return process.platform === 'win32' ? path.join(environment, 'Scripts', 'python.exe') : path.join(environment, 'bin', 'python');
}
