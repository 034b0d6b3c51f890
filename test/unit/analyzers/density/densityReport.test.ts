import { describe, expect, it } from 'vitest';
import { densityReport, type BenchmarkDensity, type DensityReport } from '../../../../src/analyzers/density/densityReport';
import { gadreReference } from '../../../../src/analyzers/density/gadreReference';
import { leaderboardReference } from '../../../../src/analyzers/density/leaderboardReference';
import { referenceFrom } from '../../../../src/analyzers/density/referenceFrom';
import { rowsAt } from '../../../../src/model/table';
import { defaultSettings } from '../../../../src/model/settings';
import { medianOf } from '../../../../src/numerics/medianOf';
import { fixture, tableFrom } from '../scaling/tableFrom';

const gadre = gadreReference();
const testbed = fixture('gadre.csv');

function benchmark(name: string, table = testbed, reference = gadre): BenchmarkDensity {
  const report = densityReport(table, reference, defaultSettings, { benchmark: name });
  if ('error' in report) throw new Error(report.error);
  return report.benchmarks[0];
}

function mediansByTraining(name: string): readonly number[] {
  const { models } = benchmark(name);
  const trained = testbed.columns.find((column) => column.name === 'train')!.texts;
  return ['rpj', 'c4_original', 'rw_original'].map((data) => medianOf(models.flatMap(({ row, size, result }) => (
    trained[row - 1] === data && size.n > 1e8 && result.status === 'measured' ? [result.density.value] : []))));
}

describe('densityReport', () => {
  it('finds its own reference as dense as itself, and that density depends on the benchmark', () => {
    expect(mediansByTraining('hellaswag').map((x) => Number(x.toFixed(2)))).toEqual([1.01, 2.03, 1.68]);
    expect(mediansByTraining('lambada').map((x) => Number(x.toFixed(2)))).toEqual([0.99, 0.63, 0.8]);
  }, 60_000);

  it('ships a reference that is what its source says: the RedPajama rows of the testbed', () => {
    const trained = testbed.columns.find(({ name }) => name === 'train')!.texts;
    const cut = rowsAt(testbed, [...trained.keys()].filter((i) => trained[i] === 'rpj'));
    const derived = referenceFrom({ ...cut, columns: cut.columns.filter(({ name }) => name !== 'err_avg_subset') });
    if ('error' in derived) throw new Error(derived.error);
    for (const [name, value] of Object.entries(gadre.parameters)) expect(derived.parameters[name] / value).toBeCloseTo(1, 4);
    const [own] = gadre.benchmarks;
    const [theirs] = derived.benchmarks;
    expect(theirs.benchmark).toBe('hellaswag');
    for (const [name, value] of Object.entries(own.parameters)) expect(theirs.parameters[name] / value).toBeCloseTo(1, 4);
  }, 60_000);

  it('says "out of range" and why, never a number', () => {
    const table = tableFrom('model,params,tokens,hellaswag\nlow,1e9,1e11,0.2\nhigh,1e9,1e11,1\nstarved,1e9,1e6,0.6\nfair,1e9,1e11,0.5');
    const { models, outOfRange, median } = benchmark('hellaswag', table);
    expect(models.map(({ result }) => result.status)).toEqual(['out of range', 'out of range', 'out of range', 'measured']);
    expect(models.map(({ result }) => (result.status === 'out of range' ? result.reason : ''))).toEqual([
      expect.stringMatching(/^no better than guessing: .* not above 0.250$/), expect.stringContaining('does not reach the score 1.00'), expect.stringContaining('does not reach'), '']);
    expect([outOfRange, median]).toEqual([3, expect.any(Number)]);
    const perfect = benchmark('mmlu_pro', tableFrom('model,params,MMLU-PRO\na,1e9,1\nb,1e9,0.12'), leaderboardReference()).models;
    expect(perfect.map(({ result }) => (result.status === 'out of range' ? result.reason : ''))).toEqual([expect.stringContaining('not below 1.00'), expect.stringContaining('not above 0.140')]);
  });

  it('gives no density to a score that is no better than guessing, even where the curve of the reference begins below it', () => {
    const lambada = gadre.benchmarks.find((one) => one.benchmark === 'lambada')!;
    expect(lambada.range[0]).toBeLessThan(0);
    expect(lambada.effective(0, 16_777_216).value).toBeGreaterThan(0);
    const table = tableFrom('model,params,tokens,lambada,piqa\nsmall,7e7,16777216,0,0.5\nlarge,7e9,1e11,0.6,0.75');
    const results = ['lambada', 'piqa'].map((name) => benchmark(name, table).models.map(({ result }) => result));
    for (const [guessed, known] of results) {
      expect(guessed).toMatchObject({ status: 'out of range', guessing: true, reason: expect.stringContaining('no better than guessing') });
      expect(known.status).toBe('measured');
    }
    expect(benchmark('lambada', table)).toMatchObject({ outOfRange: 1 });
  });

  it('compares at the tokens that are asked for, else at a model\'s own, else at D0', () => {
    const table = tableFrom('model,params,tokens,hellaswag\na,1e9,1e11,0.5\nb,1e9,,0.5');
    const own = densityReport(table, gadre, defaultSettings) as DensityReport;
    const asked = densityReport(table, gadre, defaultSettings, { tokens: 5e12 }) as DensityReport;
    expect(own.benchmarks[0].models.map(({ comparedAt }) => comparedAt)).toEqual([1e11, 1e12]);
    expect(asked.benchmarks[0].models.map(({ comparedAt }) => comparedAt)).toEqual([5e12, 5e12]);
    expect(own.reference).toMatchObject({ name: 'gadre', source: expect.stringContaining('MIT') });
  });

  it('judges compressed models against their originals', () => {
    const table = tableFrom('model,params,tokens,base_model,bits,hellaswag\nbig,7e9,1e12,,,0.6\npruned,6e9,1e12,big,,0.45\nquantised,7e9,1e12,big,4,0.595');
    const { compression } = benchmark('hellaswag', table);
    expect(compression).toMatchObject([{ model: 'pruned', original: 'big', verdict: 'less dense' }, { model: 'quantised', original: 'big' }]);
    expect(compression[1].ratio.value).toBeGreaterThan(2);
  });

  it('follows the checkpoints of a run: the small Pythia stops to densify', () => {
    const rows = (name: string, score: (log: number) => number) => Array.from({ length: 8 }, (_, i) => `${name},${1e9 * 2 ** i},${score(i)}`);
    const table = tableFrom(['model,tokens,lambada', ...rows('pythia-1.4b', (i) => 0.2 + 0.05 * i), ...rows('pythia-70m', (i) => 0.3 - 0.01 * Math.abs(i - 3) + 0.001 * (i % 2))].join('\n'));
    const { runs } = benchmark('lambada', table);
    expect(runs).toMatchObject([{ model: 'pythia-1.4b', trend: 'densifies' }, { model: 'pythia-70m', trend: 'falls' }]);
    expect(runs[0].points).toHaveLength(8);
  });

  it.each([
    ['percentages mixed with fractions', 'model,params,hellaswag\na,1e9,0.5\nb,1e9,52', 'hellaswag mixes percentages with fractions'],
    ['scores outside', 'model,params,hellaswag\na,1e9,-3\nb,1e9,52', 'hellaswag has scores from -3 to 52'],
    ['no benchmark', 'model,params,speed\na,1e9,3', 'known to hold scores of a benchmark'],
    ['no sizes', 'model,hellaswag\nalpha,0.5', 'does not tell the parameters of any model'],
    ['another benchmark', 'model,params,gsm8k\na,1e9,0.5', 'The reference gadre knows hellaswag, lambada, arc_easy, piqa, but the table has gsm8k'],
  ])('says so of %s', (_, text, sentence) => {
    expect(densityReport(tableFrom(text), gadre, defaultSettings)).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('reads percentages as shares and finds lm-evaluation-harness\' normalised accuracy', () => {
    const table = tableFrom(JSON.stringify({ results: { hellaswag: { 'acc,none': 0.4, 'acc_norm,none': 0.5, 'acc_norm_stderr,none': 0.005 } }, config: { model_num_parameters: 124e6 }, model_name: 'gpt2' }), '/here/results.json');
    expect(benchmark('hellaswag', table)).toMatchObject({ column: 'hellaswag acc_norm', models: [{ model: 'gpt2', score: 0.5, size: { n: 124e6 } }] });
    expect(benchmark('hellaswag', tableFrom('model,params,HellaSwag\na,1e9,47.5')).models[0].score).toBe(0.475);
  });
});

describe('leaderboardReference', () => {
  it('is the line through the Qwen2.5 bases of the leaderboard', () => {
    const [{ parameters, effective }] = leaderboardReference().benchmarks;
    expect([parameters.a, parameters.b]).toEqual([expect.closeTo(-1.58962194, 7), expect.closeTo(0.08877768, 7)]);
    const table = fixture('leaderboard.csv');
    const [names, sizes, scores] = ['fullname', '#Params (B)', 'MMLU-PRO Raw'].map((name) => table.columns.find((column) => column.name === name)!);
    const bases = [...names.texts.keys()].filter((i) => /^Qwen\/Qwen2\.5-[\d.]+B$/.test(names.texts[i]));
    expect(bases).toHaveLength(7);
    const off = bases.map((i) => Math.log(effective(scores.numbers[i], 0).value / (sizes.numbers[i] * 1e9)));
    expect(off.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 6);
  });
});
