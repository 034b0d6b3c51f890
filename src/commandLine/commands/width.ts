import { widthReportAt } from '../../engine/spectra/widthReportAt';
import { MemoryCache } from '../../engine/spectra/spectraCache';
import { WeightHistory } from '../../engine/spectra/weightHistory';
import { formatNumber } from '../../model/format';
import type { WidthGroup, WidthLaw } from '../../model/spectralReport';
import type { Command } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau width`: how soft and hard rank grow with the width of the FFN. */
export const width: Command = {
  name: 'width',
  usage: 'PATH…  how ranks grow with FFN width: exponents with intervals, and where width stops paying',
  options: { json: jsonOption },
  async run({ paths, options, settings }, { files, now, pool }) {
    const report = await widthReportAt(paths, files, settings, now, new WeightHistory({ files, pool, cache: new MemoryCache(), now: () => now }));
    if ('error' in report) return failed(report.error);
    return { text: options.has('json') ? toJson(report) : [...report.groups.map(group), ...report.troubles].join('\n'), status: 0 };
  },
};

function group({ name, points, soft, hard, asymmetry, advice }: WidthGroup): string {
  return [
    `${name}, ${points.length} widths`,
    `  soft rank ${exponent(soft)}`,
    `  hard rank ${exponent(hard)}`,
    ...(asymmetry === null ? [] : [`  asymmetry ${formatNumber(asymmetry)}${soft?.supported && hard?.supported ? '' : ': not supported'}`]),
    ...advice.map((text) => `  → ${text}`),
  ].join('\n');
}

function exponent(law: WidthLaw | null): string {
  if (!law) return 'has fewer than three widths';
  const { beta, low, high, rSquared, supported } = law;
  return `~ width^${beta.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)}, R² ${rSquared.toFixed(3)})${supported ? '' : ': not supported'}`;
}
