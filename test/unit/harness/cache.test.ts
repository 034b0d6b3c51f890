import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';

const folder = mkdtempSync(path.join(os.tmpdir(), 'plateau-cache-'));
vi.stubEnv('PLATEAU_CACHE', folder);
const { cached } = await import('../../harness/cache.mjs');

beforeEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fill = vi.fn(async (target: string) => writeFileSync(path.join(target, 'file'), 'whole'));

test('fills a folder once', async () => {
  fill.mockClear();
  const first = await cached('tool', fill);
  expect(await cached('tool', fill)).toBe(first);
  expect(fill).toHaveBeenCalledTimes(1);
  expect(readFileSync(path.join(first, 'file'), 'utf8')).toBe('whole');
});

test('does not count what was interrupted', async () => {
  const interrupted = cached('tool', async (target) => {
    writeFileSync(path.join(target, 'file'), 'half');
    throw new Error('the network went away');
  });
  await expect(interrupted).rejects.toThrow('the network went away');
  expect(readdirSync(folder)).toEqual([]);
  expect(readFileSync(path.join(await cached('tool', fill), 'file'), 'utf8')).toBe('whole');
});

test('removes what a killed process left', async () => {
  const left = path.join(folder, 'tool.partial-999999999');
  mkdirSync(left, { recursive: true });
  await cached('tool', fill);
  expect(existsSync(left)).toBe(false);
});

test('accepts what another process finished meanwhile', async () => {
  const whole = path.join(folder, 'tool');
  const found = await cached('tool', async () => {
    mkdirSync(whole);
    writeFileSync(path.join(whole, 'file'), 'theirs');
  });
  expect(readFileSync(path.join(found, 'file'), 'utf8')).toBe('theirs');
  expect(readdirSync(folder)).toEqual(['tool']);
});
