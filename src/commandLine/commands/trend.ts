import { trendReport, type TrendReport } from '../../analyzers/density/trendReport';
import { formatInterval, formatNumber } from '../../model/format';
import type { Command } from '../command';
import { failed, jsonOption, toJson } from '../command';
import { densityMaterial } from '../densityMaterial';
import { benchmarkOption, referenceOption, tokensOption } from '../densityReferenceOf';
import { whereOption } from '../rowsWhere';

/** `plateau trend`: how the density of the best models grows with time. */
export const trend: Command = {
  name: 'trend',
  usage: 'TABLE  how fast the capability density of the best models doubles, and who is ahead of that',
  options: { json: jsonOption, date: { value: 'COLUMN', help: 'release dates' }, reference: referenceOption, benchmark: benchmarkOption, tokens: tokensOption, where: whereOption },
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one table: plateau trend TABLE.' : undefined),
  async run(invocation, { files }) {
    const { options, settings } = invocation;
    const material = await densityMaterial(invocation, 'leaderboard', files);
    if ('error' in material) return failed(material.error);
    const { table, reference, tokens } = material;
    const report = trendReport(table, reference, settings, { date: options.get('date'), benchmark: options.get('benchmark'), tokens });
    if ('error' in report) return failed(report.error);
    return { text: options.has('json') ? toJson(report) : described(report), status: 0 };
  },
};

function described({ reference, benchmark, A, doublingDays, withChipsDays, rSquared, used, records, excluded, models }: TrendReport): string {
  return [
    reference ? `Reference ${reference.name} on ${benchmark}: ${reference.source}` : 'Densities as the table gives them',
    `ln density = A·days + B over ${records.length} record setters of ${used} models: A = ${A.value.toPrecision(3)} per day (95 %: ${A.low.toPrecision(3)} to ${A.high.toPrecision(3)}), R² ${rSquared.toFixed(3)}`,
    `Density doubles in ${formatNumber(doublingDays.value)} days (95 %: ${formatInterval(doublingDays.low, doublingDays.high)}); with chips that double every 2.1 years, size for equal capability and price halves in ${formatNumber(withChipsDays)} days.`,
    ...records.map(({ model, date, density }) => `  ${date} ${model}: ${formatNumber(density)}`),
    'The latest models against the line:',
    ...models.slice(-10).map(({ model, date, monthsAhead }) => `  ${date} ${model}: ${Math.abs(monthsAhead).toFixed(1)} months ${monthsAhead < 0 ? 'behind' : 'ahead'}`),
    ...(excluded.length > 0 ? [`Left out: ${excluded.map(({ reason, rows }) => `${rows} ${reason}`).join(', ')}.`] : []),
  ].join('\n');
}
