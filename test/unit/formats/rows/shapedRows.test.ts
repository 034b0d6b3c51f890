import { expect, test } from 'vitest';
import { csv } from '../../../../src/formats/csv';
import { jsonLines } from '../../../../src/formats/jsonLines';
import type { Format } from '../../../../src/formats/format';
import { corrupted } from '../corruptions';
import { followedBytes, followedGrowing } from '../followSource';
import { seededRandom } from '../seededRandom';

type Cell = () => number | string | null;

/** Columns as logs have them, with what makes rows differ. */
function columnsOf(random: () => number): Record<string, Cell> {
  const below = (limit: number): number => Math.floor(random() * limit);
  const sometimes = (share: number, rare: Cell, usual: Cell): Cell => () => (random() < share ? rare() : usual());
  let [step, epoch, time] = [0, 0, 1.7e9];
  const all: Record<string, Cell> = {
    step: sometimes(0.002, () => (step = below(step + 1)), () => ++step),
    epoch: sometimes(0.005, () => ++epoch, () => epoch),
    iter: () => step % 100,
    loss: sometimes(0.01, () => 'NaN', () => random() * 3 - 0.2),
    lr: () => 0.0003,
    grad_norm: sometimes(0.3, () => null, () => random().toExponential(3)),
    time: () => (time += random()),
    timestamp: () => new Date(1.7e12 + step * 1000).toISOString(),
    elapsed_time: () => `${below(3)}:${String(below(60)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`,
    eta: () => `${below(60)}:10`,
    mode: sometimes(0.1, () => 'val', () => 'train'),
    total_steps: () => 5000,
    note: sometimes(0.5, () => '7', () => 'fine'),
  };
  return Object.fromEntries(Object.entries(all).filter(() => random() < 0.6));
}

const rowsOf = (columns: Record<string, Cell>, count: number): (number | string | null)[][] => Array.from({ length: count }, () => Object.values(columns).map((cell) => cell()));

function jsonText(columns: Record<string, Cell>, rows: readonly (readonly unknown[])[]): string {
  const names = Object.keys(columns);
  return rows.map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]]))).replaceAll('"NaN"', 'NaN')}\n`).join('');
}

function csvText(columns: Record<string, Cell>, rows: readonly (readonly unknown[])[]): string {
  return `${Object.keys(columns).join(',')}\n${rows.map((row) => `${row.map((cell) => cell ?? '').join(',')}\n`).join('')}`;
}

/** Looks so often that every look sees too little to be read by shapes. */
const rowByRow = (format: Format, bytes: Uint8Array, path: string) =>
  followedGrowing(format, bytes, Array.from({ length: Math.floor(bytes.length / 500) }, (_, i) => (i + 1) * 500), path);

test.each([['JSON lines', jsonLines, jsonText, '/runs/a/metrics.jsonl'], ['tables', csv, csvText, '/runs/a/metrics.csv']] as const)('%s are read as they are row by row', async (_name, format, textOf, path) => {
  for (let seed = 1; seed <= 24; seed++) {
    const columns = columnsOf(seededRandom(seed));
    const whole = new TextEncoder().encode(textOf(columns, rowsOf(columns, 300)));
    const bytes = seed % 4 === 0 ? corrupted(whole, seed) : whole;
    const atOnce = await followedBytes(format, bytes, path);
    const slowly = await rowByRow(format, bytes, path);
    expect(atOnce.table(), `seed ${seed}`).toEqual(slowly.table());
    expect(atOnce.facts(), `seed ${seed}`).toEqual(slowly.facts());
    expect(atOnce.skipped(), `seed ${seed}`).toBe(slowly.skipped());
  }
});
