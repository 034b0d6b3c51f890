import type { HistoryMeasure, SpectralReport } from '../../src/model/spectralReport';
import { csvTable } from '../components/csvTable';

/** Every measure of every layer at every step as CSV, one row each. */
export function exportTable({ layers, normalisation }: SpectralReport): string {
  const names = [...new Set(layers.flatMap(({ measures }) => Object.keys(measures)))] as HistoryMeasure[];
  const rows = layers.flatMap(({ layer, site, width, tokens, sampling, steps, measures }) =>
    Array.from(steps, (step, i) => [layer, site, step, width, tokens ?? '', sampling, normalisation, ...names.map((name) => measures[name][i])]));
  return csvTable([['layer', 'site', 'step', 'width', 'tokens_latest', 'sampling_latest', 'normalisation', ...names], ...rows]);
}
