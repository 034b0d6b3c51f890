import { describe, expect, it } from 'vitest';
import { spectralReport } from '../../../src/analyzers/spectra/spectralReport';
import { spectralWidth } from '../../../src/analyzers/spectralWidth';
import { widthReport, widthReportOf } from '../../../src/analyzers/widths/widthReport';
import { widthTable, type WidthTable } from '../../../src/formats/statistics/widthTable';
import type { Finding } from '../../../src/model/finding';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { fixture } from '../formats/fixture';
import { mulberry } from '../random';
import { runWith, type Point } from './runWith';

const { rows: published } = widthTable(new TextDecoder().decode(fixture('spectra/width_scaling_points.csv'))) as WidthTable;

function compare(runs: readonly Run[]): readonly Finding[] {
  const comparison = spectralWidth.compare(runs, defaultSettings);
  for (;;) {
    const { done, value } = comparison.next();
    if (done) return value;
  }
}

/** A run whose layers have these shares of their width as hard rank, at six steps. */
function runOfWidth(width: number, shareOf: (layer: number, step: number) => number, more: Partial<Run> = {}): Run {
  const steps = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
  const random = mulberry(width);
  const series: Record<string, Point[]> = {};
  for (let layer = 0; layer < 4; layer++) {
    const hard: Point[] = steps.map((step) => [step, width * shareOf(layer, step) * (1 + 0.01 * random())]);
    series[`spectrum/post/hardRank/${layer}`] = hard;
    series[`spectrum/post/softRank/${layer}`] = hard.map(([step, rank]) => [step, 1.5 * rank]);
    series[`spectrum/post/width/${layer}`] = steps.map((step) => [step, width]);
  }
  return runWith(series, { id: `run-${width}`, name: `run-${width}`, model: { hiddenSize: 256 }, hyperparameters: { optimizer: 'AdamW' }, ...more });
}

describe('the published table', () => {
  const report = widthReportOf(published, defaultSettings);
  const group = (name: string) => report.groups.find((each) => each.name.startsWith(name))!;

  it('gives the laws of the three optimizers', () => {
    expect(report.groups).toHaveLength(3);
    expect(group('AdamW').soft?.beta).toBeCloseTo(0.660599, 6);
    expect(group('AdamW').hard).toMatchObject({ supported: false, n: 8 });
    expect(group('Dion').asymmetry).toBeCloseTo(0.919911 - 0.786957, 5);
    expect(group('NorMuon').hard?.beta).toBeCloseTo(0.798358, 6);
  });

  it('says how far width pays, and what is not supported', () => {
    expect(group('AdamW').paysUpTo).toBe(3072);
    expect(group('AdamW').advice[0]).toContain('Up to a width of 3,072 more width pays');
    expect(group('AdamW').advice).toContainEqual(expect.stringContaining('A power law of the hard rank is not supported by these runs: β_hard = 0.289 (95 % -0.115 to 0.693, R² 0.338, n = 8)'));
    expect(group('Dion').paysUpTo).toBeNull();
    expect(group('Dion').advice.at(-1)).toContain('more width adds weak directions first');
    expect(group('NorMuon').points.map(({ width }) => width)).toEqual([768, 1536, 2304, 3072, 3840, 4608, 5376, 6144]);
  });

  it('takes nothing from a law that is not supported', () => {
    expect(group('AdamW').advice[0]).toContain('This rests on the single widths alone, while the law of the hard rank is not supported.');
    expect(group('AdamW').advice.at(-1)).toBe('The difference of the exponents (β_soft − β_hard = 0.372) says nothing while the law of the hard rank is not supported.');
    expect(group('Dion').advice.join(' ')).not.toContain('rests on');
  });

  it('is fitted without rows that no spectrum can have, and says which', () => {
    const [first, second, third, ...others] = published;
    const report = widthReportOf([{ ...first, hardRank: 500 }, { ...second, softRank: 2000 }, { ...third, hardRank: 0.5 }, ...others], defaultSettings);
    expect(report.groups[0].points.map(({ width }) => width)).toEqual([3072, 3840, 4608, 5376, 6144]);
    expect(report.troubles).toEqual(['3 rows left out, for no spectrum has such ranks: 160m_adamw_1x (width 768) has a hard rank of 500 above its soft rank of 430.8; '
      + '160m_adamw_2x (width 1,536) has a soft rank of 2,000, more than its width; 160m_adamw_3x (width 2,304) has a hard rank of 0.5, less than 1.']);
  });

  it('holds no copies; a copied row is pointed out', () => {
    expect(report.troubles).toEqual([]);
    const copied = [...published.slice(0, 7), { ...published[7], softRank: published[2].softRank, hardRank: published[2].hardRank }];
    expect(widthReportOf(copied, defaultSettings).troubles).toEqual([
      '160m_adamw_3x (AdamW · GPT2-160M · post, width 2,304) and 160m_adamw_8x (AdamW · GPT2-160M · post, width 6,144) agree to the last bit: one of the two rows is a copy, and no law should be fitted to both.',
    ]);
  });

  it('with two widths has no law and says so', () => {
    const two = widthReportOf(published.slice(0, 2), defaultSettings);
    expect(two.groups[0]).toMatchObject({ soft: null, hard: null, asymmetry: null, paysUpTo: null, advice: [] });
    expect(two.troubles).toEqual(['AdamW · GPT2-160M · post: a law needs runs of at least 3 widths, and there are 2 (768 and 1,536).']);
  });
});

describe('runs of different width', () => {
  const saturating = [256, 512, 1024, 2048].map((width) => runOfWidth(width, (layer) => (layer < 2 ? 0.3 : Math.min(0.3, 100 / width))));

  it('are aggregated over records and layers', () => {
    const [group] = widthReport([256, 512, 1024].map((width) => runOfWidth(width, () => 0.25)), defaultSettings).groups;
    expect(group.name).toBe('AdamW · hidden size 256 · post');
    expect(group.soft?.beta).toBeCloseTo(1, 2);
    expect(group.hard).toMatchObject({ supported: true, n: 3 });
    expect(group.points.map(({ runs }) => runs)).toEqual([['run-256'], ['run-512'], ['run-1024']]);
    expect(group.points[2].effectiveDimension).toBeCloseTo(1 + 1023 * 0.302, -1);
  });

  it('have layers to widen and layers to prune, with what this saves', () => {
    const [group] = widthReport(saturating, defaultSettings).groups;
    const candidates = Object.fromEntries((group.candidates ?? []).map((each) => [each.layer, each]));
    expect(candidates['0']).toMatchObject({ candidate: 'widen', suggestedWidth: null });
    expect(candidates['3']).toMatchObject({ candidate: 'prune', width: 2048, suggestedWidth: 512, savedParameters: 2 * 1536 * 256 });
  });

  it('that are wider than pays are noted', () => {
    const flat = [256, 512, 1024, 2048].map((width) => runOfWidth(width, () => Math.min(0.3, 100 / width)));
    const findings = compare(flat);
    expect(findings.map(({ rule, run, level }) => [rule, run, level])).toEqual([['width-saturated', 'run-1024', 'note'], ['width-saturated', 'run-2048', 'note']]);
    expect(findings[0].headline).toContain('beyond 512 more width buys little');
    expect(findings[0].evidence).toContainEqual({ label: 'Parameters a layer saved at 512', value: 2 * 512 * 256 });
    expect(compare([256, 512, 1024].map((width) => runOfWidth(width, () => 0.25)))).toEqual([]);
    expect(compare([])).toEqual([]);
  });

  it('with each other\'s numbers are pointed out', () => {
    const [first, second] = [runOfWidth(256, () => 0.25), runOfWidth(512, () => 0.25)];
    const copy = { ...second, series: second.series.map((series) => (series.metric === 'spectrum/post/hardRank/2' ? first.series.find(({ metric }) => metric === series.metric)! : series)) };
    expect(compare([first, copy])).toMatchObject([{ rule: 'identical-spectra', level: 'warning', run: 'run-512', since: 800 }]);
    expect(compare([first, { ...first, id: 'again' }]).map(({ rule }) => rule)).toEqual([]);
  });
});

describe('one run', () => {
  it('has candidates where the layers differ', () => {
    const run = runOfWidth(2048, (layer, step) => [0.2, 0.2, 0.05, 0.4 * (0.5 + step / 2000)][layer]);
    const candidates = spectralReport(run, defaultSettings)?.candidates ?? [];
    expect(candidates.map(({ layer, candidate }) => [layer, candidate])).toEqual([['2', 'prune'], ['3', 'widen']]);
    expect(candidates[0].suggestedWidth).toBeLessThan(700);
    expect(candidates[0].savedParameters).toBe(2 * (2048 - (candidates[0].suggestedWidth ?? NaN)) * 256);
    expect(spectralReport(runOfWidth(2048, () => 0.2), defaultSettings)?.candidates).toEqual([]);
  });
});
