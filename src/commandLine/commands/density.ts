import { densityReport, type BenchmarkDensity, type DensityReport } from '../../analyzers/density/densityReport';
import type { ModelDensity } from '../../analyzers/density/modelDensity';
import { formatInterval, formatNumber } from '../../model/format';
import type { Command } from '../command';
import { failed, jsonOption, toJson } from '../command';
import { densityMaterial } from '../densityMaterial';
import { benchmarkOption, referenceOption, tokensOption } from '../densityReferenceOf';
import { whereOption } from '../rowsWhere';

/** `plateau density`: capability density of models by their scores. */
export const density: Command = {
  name: 'density',
  usage: 'TABLE|FOLDER  capability density of models: effective over actual parameters, by benchmark',
  options: { json: jsonOption, reference: referenceOption, benchmark: benchmarkOption, tokens: tokensOption, where: whereOption },
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one table or folder: plateau density PATH.' : undefined),
  async run(invocation, { files }) {
    const { options, settings } = invocation;
    const material = await densityMaterial(invocation, 'gadre', files);
    if ('error' in material) return failed(material.error);
    const { table, reference, tokens } = material;
    const report = densityReport(table, reference, settings, { benchmark: options.get('benchmark'), tokens });
    if ('error' in report) return failed(report.error);
    return { text: options.has('json') ? toJson(withoutDraws(report)) : described(report), status: 0 };
  },
};

function withoutDraws(report: DensityReport) {
  const plain = ({ result, size, ...model }: ModelDensity) => ({
    ...model, ...size, status: result.status,
    ...(result.status === 'measured' ? { effectiveParameters: result.effectiveParameters, density: result.density } : { reason: result.reason, density: null }),
  });
  return { ...report, benchmarks: report.benchmarks.map((one) => ({ ...one, models: one.models.map(plain) })) };
}

function described({ reference, benchmarks, notes }: DensityReport): string {
  return [`Reference ${reference.name}: ${reference.source}`, ...benchmarks.flatMap(benchmarkLines), ...notes].join('\n');
}

function benchmarkLines({ column, models, median, outOfRange, compression, runs }: BenchmarkDensity): readonly string[] {
  return [
    '',
    `${column}: median density ${median === null ? 'none' : median.toPrecision(3)} of ${models.length - outOfRange} models, ${outOfRange} out of range`,
    ...models.map(modelLine),
    ...compression.map(({ model, original, ratio, verdict }) => `  ${model} against ${original}: ${formatNumber(ratio.value)} (95 %: ${formatInterval(ratio.low, ratio.high)}), ${verdict}`),
    ...runs.map(({ model, trend, perDoubling }) => `  ${model} along its training: ${trend}${perDoubling ? `, ln density ${formatNumber(perDoubling.value)} per doubling of tokens (95 %: ${formatInterval(perDoubling.low, perDoubling.high)})` : ''}`),
  ];
}

function modelLine({ label, score, result }: ModelDensity): string {
  if (result.status === 'out of range') return `  ${label}: out of range, ${result.reason}`;
  const { value, low, high } = result.density;
  return `  ${label}: ${formatNumber(value)} (95 %: ${formatInterval(low, high)}), score ${score.toPrecision(3)}`;
}
