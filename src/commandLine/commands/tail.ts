import { tailReportAt } from '../../engine/tails/tailReportAt';
import { formatNumber } from '../../model/format';
import type { TailReport } from '../../model/tail';
import type { Command } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau tail`: is the tail a power law, and is that the best description? */
export const tail: Command = {
  name: 'tail',
  usage: 'PATH  whether the tail of numbers, of a metric or of gradients is a power law, and what describes it best',
  options: {
    json: jsonOption,
    column: { value: 'NAME', help: 'a column of a table, a metric of a log (gradient norms without it), or of a checkpoint coordinates, modules or a tensor' },
    discrete: { help: 'the values are whole numbers, such as counts' },
    bootstrap: { value: 'N', help: 'number of synthetic sets for the p-value: 2500 for two decimals, 0 for none; without it as many as an answer takes' },
  },
  problemOf: ({ paths, options }) => {
    if (paths.length > 1) return 'Name one place: plateau tail PATH.';
    const sets = options.get('bootstrap');
    return sets === undefined || /^\d{1,6}$/.test(sets) ? undefined : `--bootstrap is a number of synthetic sets like 2500, not "${sets}".`;
  },
  async run({ paths, options, settings }, { files, now, pool }) {
    const sets = options.get('bootstrap');
    const request = { path: paths[0], column: options.get('column'), support: options.has('discrete') ? 'discrete' : 'continuous', sets: sets === undefined ? undefined : Number(sets) } as const;
    const report = await tailReportAt(request, { files, settings, now, pool });
    if ('error' in report) return failed(report.error);
    if (!report.fit) return failed(`${report.label}: ${report.verdict}`);
    return { text: options.has('json') ? toJson(report) : described(report), status: 0 };
  },
};

function described({ label, fit, alternatives, verdict }: TailReport & { readonly label: string }): string {
  return [
    label,
    verdict,
    ...(fit ? [`  density exponent ${formatNumber(fit.alpha)} ± ${formatNumber(fit.sigma)}, rank exponent ${formatNumber(fit.rankExponent)}, above ${formatNumber(fit.xmin)} (${fit.tail} of ${fit.n} values), Kolmogorov–Smirnov distance ${formatNumber(fit.ksDistance)}`] : []),
    ...alternatives.map(({ name, ratio, p, parameters, atLimit }) => `  against ${name}: ratio ${formatNumber(ratio)}, p = ${formatNumber(p)} (${atLimit ? 'at its limit, where it is the power law' : Object.entries(parameters).map(([key, value]) => `${key} ${formatNumber(value)}`).join(', ')})`),
  ].join('\n');
}
