import type { Estimate } from '../../model/estimate';
import { isLaw, scalingLaws, type ScalingLawId } from '../../analyzers/scaling/scalingLaw';
import { scalingReport, type ScalingReport } from '../../analyzers/scaling/scalingReport';
import { runSweeps } from '../../analyzers/scaling/runSweeps';
import { runTable } from '../../analyzers/scaling/runTable';
import { sweepOf } from '../../analyzers/scaling/sweep';
import { loadRuns } from '../../engine/loadRuns';
import { loadTable } from '../../engine/loadTable';
import { formatInterval, formatNumber } from '../../model/format';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import type { Command, Outcome, Surroundings } from '../command';
import { failed, jsonOption, toJson } from '../command';
import { rowsWhere, whereOption } from '../rowsWhere';

/** `plateau scaling`: a scaling law fitted to a table of runs. */
export const scaling: Command = {
  name: 'scaling',
  usage: 'TABLE|FOLDER  how the loss depends on parameters and tokens, by a table or the runs of a folder',
  options: {
    json: jsonOption,
    law: { value: 'LAW', help: 'chinchilla (L = E + A/N^alpha + B/D^beta), noE, overtraining or repeated' },
    n: { value: 'COLUMN', help: 'parameters' },
    d: { value: 'COLUMN', help: 'training tokens' },
    loss: { value: 'COLUMN', help: 'final loss' },
    flops: { value: 'COLUMN', help: 'training compute, where there are no tokens: D = FLOP/(6N)' },
    where: whereOption,
  },
  problemOf: ({ paths, options }) => {
    if (paths.length > 1) return 'Name one table or folder: plateau scaling PATH.';
    return isLaw(options.get('law') ?? 'chinchilla') ? undefined : `There is no law ${options.get('law')}; the laws are ${Object.keys(scalingLaws).join(', ')}.`;
  },
  async run({ paths, options, settings }, around): Promise<Outcome> {
    const law = options.get('law') ?? 'chinchilla';
    const all = await tableAt(paths[0], settings, around);
    const table = 'error' in all ? all : rowsWhere(all, options.get('where'));
    if ('error' in table) return failed(table.error);
    const columns = { n: options.get('n'), d: options.get('d'), loss: options.get('loss'), flops: options.get('flops') };
    const sweep = sweepOf(table, columns, settings['scaling.dropHighest']);
    if ('error' in sweep) return failed(sweep.error);
    const report = scalingReport(sweep, law as ScalingLawId);
    if ('error' in report) return failed(report.error);
    return { text: options.has('json') ? toJson(report) : described(report), status: 0 };
  },
};

/** The table in a file, or one of the runs in a folder. */
async function tableAt(path: string, settings: Settings, { files, now }: Surroundings): Promise<Table | { readonly error: string }> {
  if ((await files.kindOf(path)) !== 'folder') return loadTable(path, files, settings['tables.columns']);
  const runs = await loadRuns([path], files, settings, now);
  if ('error' in runs) return runs;
  if (runs.length > 0) return runSweeps(runs)[0]?.table ?? runTable(runs, path);
  return { error: `No training run was recognised in ${path}: name a table or a folder with a sweep.` };
}

function described(report: ScalingReport): string {
  const { conditioning } = report;
  return [
    `${report.formula}, fitted to ${report.rows} rows`,
    ...Object.entries(report.parameters).map(([name, value]) => `  ${name} = ${shown(value)}`),
    `  objective ${report.objective.toPrecision(8)} (${report.misfit}); RMSE ${formatNumber(report.rmse)}, R² ${report.rSquared.toFixed(3)}`,
    ...(conditioning ? [`  condition number ${conditioning.direct.toExponential(1)} of all parameters, ${conditioning.projected.toPrecision(2)} of the exponents alone`] : []),
    'The rows that matter most, by the change without them in standard deviations:',
    ...report.influence.slice(0, 5).map(({ row, largest }) => `  row ${row}: ${largest.toPrecision(2)}`),
    'Best use of compute:',
    ...report.forecasts.map(({ flops, beyond, n, d, loss, widened }) => `  ${flops.toExponential(2)} FLOP (${beyond} × the largest): ${n.value.toExponential(2)} parameters, ${d.value.toExponential(2)} tokens, loss ${shown(loss)}${beyond > 1 ? widening(widened) : ''}`),
    ...(report.published?.groups ?? []).map(({ rows, count, repeated, plain }) => `  published law, ${rows} (${count}): R² ${repeated.rSquared.toFixed(3)}, RMSE ${repeated.rmse.toFixed(3)}; without repetition ${plain.rSquared.toFixed(3)}, ${plain.rmse.toFixed(3)}`),
    ...report.notes,
  ].join('\n');
}

function widening(factor: number | null): string {
  if (factor === null) return ', an interval that could not be checked on held-out rows';
  return factor > 1 ? `, widened ${factor.toPrecision(2)}-fold as fits of the smaller runs missed the larger` : '';
}

function shown({ value, low, high, unbounded }: Estimate): string {
  return `${value.toPrecision(7)} (95 %: ${formatInterval(low, high)})${unbounded === undefined ? '' : `, ${unbounded}`}`;
}
