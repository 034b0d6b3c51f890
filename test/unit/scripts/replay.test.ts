import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replay } from '../../../scripts/replay.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'plateau-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('writes the recorded bytes, growing by whole lines from an empty file', async () => {
  const [from, to] = [path.join(folder, 'recorded.jsonl'), path.join(folder, 'runs', 'live', 'log.jsonl')];
  const recorded = Array.from({ length: 200 }, (_, step) => `{"step":${step},"note":"β ${'x'.repeat(step % 7)}"}`).join('\n');
  writeFileSync(from, recorded);
  const sizes = new Set<number>();
  let ended = false;
  const writing = replay({ from, to, seconds: 1 }).finally(() => { ended = true; });
  while (!ended) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    if (!existsSync(to)) continue;
    const written = readFileSync(to, 'utf8');
    sizes.add(written.length);
    expect(recorded.startsWith(written)).toBe(true);
    expect(written === '' || written === recorded || written.endsWith('\n')).toBe(true);
  }
  await writing;
  expect(readFileSync(to, 'utf8')).toBe(recorded);
  expect(sizes.size).toBeGreaterThan(2);
});
