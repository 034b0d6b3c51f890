import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';

const folder = mkdtempSync(path.join(os.tmpdir(), 'plateau-runner-'));
const results = path.join(folder, 'results.json');
vi.stubEnv('PLATEAU_RESULTS', results);
vi.spyOn(console, 'log').mockImplementation(() => undefined);

const counted = (): unknown => JSON.parse(readFileSync(results, 'utf8'));
const fresh = async () => import('../integration/runner');

beforeEach(() => vi.resetModules());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('counts what passed', async () => {
  const { run, suite, test: declare } = await fresh();
  suite('a', () => {
    declare('one', () => undefined);
    declare('two', async () => undefined);
  });
  await run();
  expect(counted()).toEqual({ passed: 2, failed: 0, complete: true });
});

test('counts throwing, rejecting and late tests as failed and goes on', async () => {
  const { run, suite, test: declare } = await fresh();
  suite('a', () => {
    declare('throws', () => { throw new Error('no'); });
    declare('rejects', () => Promise.reject(new Error('no')));
    declare('hangs', () => new Promise<void>(() => undefined), 20);
    declare('passes', () => undefined);
  });
  await expect(run()).rejects.toThrow('3 of 4 tests failed.');
  expect(counted()).toEqual({ passed: 1, failed: 3, complete: true });
});

test('fails every test of a suite whose preparation failed', async () => {
  const { beforeAll, run, suite, test: declare } = await fresh();
  suite('a', () => {
    beforeAll(() => { throw new Error('no'); });
    declare('one', () => undefined);
    declare('two', () => undefined);
  });
  await expect(run()).rejects.toThrow('2 of 2 tests failed.');
});

test('fails when there is no test', async () => {
  const { run } = await fresh();
  await expect(run()).rejects.toThrow('No test was run.');
});

test('leaves an incomplete record when the editor ends early', async () => {
  const { run, suite, test: declare } = await fresh();
  suite('a', () => {
    declare('one', () => undefined);
    declare('never ends', () => new Promise<void>(() => undefined), 400);
  });
  const running = run().catch(() => undefined);
  await vi.waitFor(() => expect(counted()).toEqual({ passed: 1, failed: 0, complete: false }));
  await running;
});
