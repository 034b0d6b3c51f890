import { describe, expect, it } from 'vitest';
import { leaderboardReference } from '../../../../src/analyzers/density/leaderboardReference';
import { trendReport, type TrendReport } from '../../../../src/analyzers/density/trendReport';
import { defaultSettings } from '../../../../src/model/settings';
import { fixture, tableFrom } from '../scaling/tableFrom';

const reference = leaderboardReference();
const trend = (text: string) => trendReport(tableFrom(text), reference, defaultSettings);

describe('trendReport', () => {
  it('finds that the best open models double their density in 115 days', () => {
    const report = trendReport(fixture('leaderboard.csv'), reference, defaultSettings, { date: 'Upload To Hub Date' }) as TrendReport;
    expect([report.used, report.records.length]).toEqual([85, 14]);
    expect(report.A.value).toBeCloseTo(0.00602, 5);
    expect(report.doublingDays.value).toBeCloseTo(115.2, 1);
    expect(report.doublingDays.low).toBeLessThan(100);
    expect(report.records[13].model).toBe('microsoft/phi-4');
    expect(report.reference?.name).toBe('leaderboard');
  });

  it('takes densities as they are and says who is ahead by how many months', () => {
    const rows = Array.from({ length: 8 }, (_, i) => `m${i},2024-0${i + 1}-01,${Math.exp(0.2 * i) * (1 + 0.001 * (i % 2))}`);
    const report = trend(['model,date,density', ...rows, 'late,2024-08-01,1'].join('\n')) as TrendReport;
    const late = report.models.find(({ model }) => model === 'late');
    expect(late?.monthsAhead).toBeCloseTo(-7, 0);
    expect(report.reference).toBeNull();
    expect(report.withChipsDays).toBeLessThan(report.doublingDays.value);
  });

  it('combines doubling in 99 days and chips in 2.1 years to 88 days, as published', () => {
    const perDay = Math.LN2 / 99;
    const rows = [0, 100, 300].map((day) => `m${day},${new Date(Date.UTC(2023, 1, 24) + day * 86_400_000).toISOString()},${Math.exp(perDay * day)}`);
    expect(trend(['model,date,density', ...rows].join('\n'))).toMatchObject({ doublingDays: { value: expect.closeTo(99, 3) }, withChipsDays: expect.closeTo(87.7, 1) });
  });

  it.each([
    ['no column of dates', 'model,density\na,1', 'known to hold release dates; name one with --date'],
    ['no dates in it', 'model,date,density\na,soon,1', 'The column date has no dates'],
    ['too few records', 'model,date,density\na,2024-01-01,1\nb,2024-02-01,2', 'there are 2 among 2'],
    ['nothing left', 'model,date,density\na,2020-01-01,1', 'No model is left for a trend: 1 released before 2023-02-24'],
  ])('says so of %s', (_, text, sentence) => {
    expect(trend(text)).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('counts models without a date', () => {
    const text = 'model,date,density\na,2024-01-01,1\nb,2024-03-01,2\nc,2024-06-31x,9\nd,2024-09-01,3\ne,,4';
    expect(trend(text)).toMatchObject({ used: 3, excluded: [{ reason: 'without a date', rows: 2 }] });
  });
});
