// node bench/health.mjs [data=../shared/data]
// What the health rules say about recorded runs, also online: every curve is cut at each of its points, and a stop
// that was ever said is judged by the loss that the run would have reached without it. Then the time they take.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { loadSource } from './loadSource.mjs';

const data = resolve(process.argv[2] ?? fileURLToPath(new URL('../../shared/data', import.meta.url)));
const { analyzers, workspaceAnalyzers, Series, defaultSettings, byUrgency, loadRuns, nodeFiles } =
  await loadSource('analyzers/registry', 'model/series', 'model/settings', 'model/finding', 'engine/loadRuns', 'engine/nodeFiles');

const healthNames = new Set(['non-finite', 'divergence', 'never-learned', 'overfitting', 'loss-spike', 'gradient-explosion', 'gradient-vanishing', 'stalled', 'learning-rate', 'throughput-drop', 'inflated-loss', 'loss-without-meaning']);
const health = analyzers.filter(({ name }) => healthNames.has(name));

if (!existsSync(data)) throw new Error(`There is no folder ${data}: name the folder that holds learning-curves and logs.`);
console.log(`${cpus()[0].model}, ${cpus().length} threads, Node ${process.version}\n`);
curves('modded-nanogpt, validation', validationCurves(), 400);
curves('modded-nanogpt, training', trainingCurves(), 0);
curves('Multi-Power Law', multiPowerLaw(), 400);
curves('TaskSet', taskSet(), 400);
await logs();
timing();

/** Prints one line per rule: runs that end with it, and, replayed on prefixes, stops ever said and their regret. */
function curves(title, runs, replayUpTo) {
  const table = new Map();
  const row = (rule) => table.get(rule) ?? table.set(rule, { stop: 0, warning: 0, note: 0, stops: 0, regrets: [] }).get(rule);
  for (const run of runs) {
    for (const { rule, level } of judge(run)) row(rule)[level]++;
    if (longest(run) > replayUpTo) continue;
    for (const [rule, step] of firstStops(run)) {
      row(rule).stops++;
      row(rule).regrets.push(regretOf(run, step));
    }
  }
  console.log(`${title}: ${runs.length} runs`);
  for (const [rule, { stop, warning, note, stops, regrets }] of table) {
    const online = stops ? `; online ${stops} stops, mean regret ${mean(regrets).toFixed(4)}, largest ${Math.max(...regrets).toFixed(4)}` : '';
    console.log(`  ${rule.padEnd(20)} stop ${stop}, warning ${warning}, note ${note}${online}`);
  }
  if (table.size === 0) console.log('  silence');
  console.log();
}

function judge(run, rules = health) {
  return rules.flatMap((analyzer) => analyzer.analyse(run, defaultSettings)).sort(byUrgency);
}

function longest(run) {
  return Math.max(...run.series.map(({ length }) => length));
}

function firstStops(run) {
  const said = new Map();
  const steps = [...new Set(run.series.flatMap((series) => [...series.steps]))].sort((a, b) => a - b);
  for (const step of steps) {
    for (const { rule, level } of judge(prefixOf(run, step))) if (level === 'stop' && !said.has(rule)) said.set(rule, step);
  }
  return said;
}

function prefixOf(run, last) {
  return { ...run, series: run.series.map((series) => seriesFrom(series.metric, [...series.steps].flatMap((step, i) => (step <= last ? [[step, series.values[i]]] : [])))).filter(({ length }) => length > 0) };
}

/** Best loss kept at the stop minus best loss of the whole curve. */
function regretOf(run, step) {
  const series = run.series.find(({ metric }) => metric === 'loss/eval') ?? run.series.find(({ metric }) => metric === 'loss/train');
  const finite = [...series.values].map((value, i) => [series.steps[i], value]).filter(([, value]) => Number.isFinite(value));
  return Math.min(...finite.filter(([at]) => at <= step).map(([, value]) => value)) - Math.min(...finite.map(([, value]) => value));
}

async function logs() {
  const runs = await loadRuns([join(data, 'logs')], nodeFiles, defaultSettings, Date.now());
  if ('error' in runs) throw new Error(runs.error);
  console.log(`logs: ${runs.length} runs`);
  for (const run of runs) {
    const findings = judge(run);
    if (findings.length === 0) console.log(`  ${run.name}: silence`);
    for (const { rule, level, since, headline } of findings) console.log(`  ${run.name}: ${level} ${rule} since ${since}: ${headline}`);
  }
  for (const analyzer of workspaceAnalyzers) {
    for (const { run, headline } of compared(analyzer, runs)) console.log(`  ${run}: ${headline}`);
  }
  console.log();
}

/** A comparison run to its end. */
function compared(analyzer, runs) {
  const comparison = analyzer.compare(runs, defaultSettings);
  for (;;) {
    const { done, value } = comparison.next();
    if (done) return value;
  }
}

function timing() {
  const runs = Array.from({ length: 100 }, (_, seed) => syntheticRun(seed, 10_000));
  runs.slice(0, 10).forEach((run) => judge(run));
  const milliseconds = (work) => {
    const begun = performance.now();
    work();
    return ((performance.now() - begun) / runs.length).toFixed(2);
  };
  console.log('milliseconds per run of 10,000 losses, gradient norms and learning rates and 100 evaluations');
  for (const analyzer of health) console.log(`  ${analyzer.name.padEnd(20)} ${milliseconds(() => runs.forEach((run) => analyzer.analyse(run, defaultSettings)))}`);
  console.log(`  all health rules     ${milliseconds(() => runs.forEach((run) => judge(run)))}`);
  for (const analyzer of workspaceAnalyzers) console.log(`  ${analyzer.name.padEnd(20)} ${milliseconds(() => compared(analyzer, runs))}`);
}

function syntheticRun(seed, points) {
  let state = seed + 1;
  const noise = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296 - 0.5;
  };
  const all = Array.from({ length: points }, (_, i) => i);
  const loss = (i) => 2 + 8 / Math.sqrt(i + 1) + 0.2 * noise();
  return runOf(`synthetic ${seed}`, {
    'loss/train': all.map((i) => [i, loss(i)]),
    grad_norm: all.map((i) => [i, 1 + noise()]),
    learning_rate: all.map((i) => [i, 1e-3 * Math.min(1, i / 100)]),
    'loss/eval': all.filter((i) => i % 100 === 0).map((i) => [i, loss(i)]),
  }, points);
}

function validationCurves() {
  const runs = new Map();
  for (const { path, step, total_steps: total, val_loss: loss } of rowsOf(join(data, 'learning-curves/modded-nanogpt/val_curves.csv.gz'))) {
    const run = runs.get(path) ?? runs.set(path, { total: Number(total) || undefined, points: [] }).get(path);
    run.points.push([Number(step), Number(loss)]);
  }
  return [...runs].map(([path, { total, points }]) => runOf(path, { 'loss/eval': points }, total));
}

function trainingCurves() {
  const at = join(data, 'learning-curves/modded-nanogpt');
  return readdirSync(at).filter((name) => name.startsWith('train_')).map((name) => tableRun(join(at, name), { train_loss: 'loss/train', lr: 'learning_rate', grad_norm: 'grad_norm' }));
}

function multiPowerLaw() {
  const at = join(data, 'learning-curves/multi-power-law');
  return readdirSync(at).filter((name) => name.endsWith('.csv')).map((name) => tableRun(join(at, name), { loss: 'loss/train', lr: 'learning_rate' }));
}

function taskSet() {
  const runs = new Map();
  for (const { task, config, kind, ...rest } of rowsOf(join(data, 'learning-curves/taskset/curves.csv.gz'))) {
    const points = Object.values(rest).map((text, i) => [200 * i, text === '' ? NaN : Number(text)]);
    const id = `${task}/${config}`;
    runs.set(id, { ...runs.get(id), [kind === 'train' ? 'loss/train' : 'loss/eval']: points });
  }
  return [...runs].map(([id, series]) => runOf(id, series, 10_000));
}

function tableRun(path, columns) {
  const rows = rowsOf(path);
  const series = Object.entries(columns).filter(([column]) => column in rows[0])
    .map(([column, metric]) => [metric, rows.filter((row) => row[column] !== '').map((row) => [Number(row.step), Number(row[column])])]);
  return runOf(basename(path), Object.fromEntries(series), undefined);
}

function rowsOf(path) {
  const bytes = readFileSync(path);
  const [header, ...lines] = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split(/\r?\n/).map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
}

function runOf(id, series, maxSteps) {
  return {
    id, name: id, sources: [], series: Object.entries(series).map(([metric, points]) => seriesFrom(metric, points)), plan: maxSteps ? { maxSteps } : {},
    model: {}, hyperparameters: {}, configs: [], checkpoints: [], status: 'active', statusReason: '', skippedRecords: 0,
  };
}

function seriesFrom(metric, points) {
  const series = new Series(metric);
  for (const [step, value] of points) series.push(step, value);
  return series;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
