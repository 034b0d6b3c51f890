import { readFileSync } from 'node:fs';

/** One data set of the benchmark: sizes without 0 and, per model, the losses at them; the last size is the full data. */
export function benchmark(name: 'flan' | 'wmt19') {
  const [header, ...rows] = readFileSync(`test/fixtures/fine-tuning/${name}.csv`, 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
  return {
    sizes: header.slice(2, 16).map(Number),
    models: rows.map((row) => ({ name: row[0], losses: row.slice(2, 16).map(Number) })),
  };
}

/** The same cut at a share of the full size: what was measured, and the truth at the full size. */
export function cut(name: 'flan' | 'wmt19', share: number) {
  const { sizes, models } = benchmark(name);
  const full = sizes[sizes.length - 1];
  const measured = sizes.filter((size) => size <= full / share);
  return { full, sizes: measured, losses: models.map(({ losses }) => losses.slice(0, measured.length)), truth: models.map(({ losses }) => losses[losses.length - 1]) };
}
