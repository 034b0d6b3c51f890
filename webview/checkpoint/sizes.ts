import { formatNumber } from '../../src/model/format';

/** A size of a file: "548 MB", in powers of 1000 as disks count. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, [[1e12, 'TB'], [1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']], 'B');
}

/** A number of parameters: "124.4 M". */
export function formatParameters(count: number): string {
  return scaled(count, [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'k']], '');
}

function scaled(value: number, units: readonly (readonly [number, string])[], whole: string): string {
  const [size, unit] = units.find(([least]) => value >= least) ?? [1, whole];
  return `${formatNumber(value / size)} ${unit}`.trim();
}
