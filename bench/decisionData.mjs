import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The finite validation curves: {name, task, metric, steps, losses, plannedSteps}. */
export function taskset(path) {
  return rowsOf(path).filter(([, , kind]) => kind === 'valid').flatMap(([task, config, , ...cells]) => {
    const losses = cells.map(numberOf);
    if (!losses.every(Number.isFinite)) return [];
    return [{ name: `${task}/${config}`, task, metric: 'loss/eval', steps: losses.map((_, i) => i), losses, plannedSteps: losses.length - 1 }];
  });
}

/** Runs with at least twenty validation points. */
export function moddedNanogpt(path) {
  const runs = new Map();
  for (const [name, step, total, loss] of rowsOf(path)) {
    if (!Number.isFinite(numberOf(loss))) continue;
    if (!runs.has(name)) runs.set(name, { name, metric: 'loss/eval', steps: [], losses: [], total: numberOf(total) });
    runs.get(name).steps.push(Number(step));
    runs.get(name).losses.push(Number(loss));
  }
  return [...runs.values()].filter(({ losses }) => losses.length >= 20)
    .map((run) => ({ ...run, plannedSteps: run.total > 0 ? run.total : run.steps[run.steps.length - 1] }));
}

/** The runs of the Multi-Power Law with their plan and the rate of every step. */
export function multiPowerCurves(folder) {
  return readdirSync(folder).filter((file) => file.endsWith('.csv')).sort().map((file) => {
    const rows = rowsOf(join(folder, file)).map((cells) => cells.map(Number));
    const name = file.slice(file.indexOf('_') + 1, -'.csv'.length);
    const plannedSteps = name.startsWith('wsdcon') ? 16000 : name.includes('72000') ? 72000 : 24000;
    const schedule = name.startsWith('wsdcon') ? undefined : name.startsWith('wsd') ? 'wsd' : name.split('_')[0];
    return {
      name, metric: 'loss/train', plannedSteps,
      steps: rows.map(([step]) => step), rates: rows.map(([, rate]) => rate), losses: rows.map(([, , loss]) => loss),
      plan: { maxSteps: plannedSteps, warmupSteps: warmup, minRatio: 0.1, ...(schedule && { schedule }), ...(schedule === 'wsd' && { decayStart: 20000 }) },
      rateAt: (step) => rateAt(name, plannedSteps, step),
      kinks: [0, warmup - 1, warmup, 7999, 8000, 20000, plannedSteps],
    };
  });
}

const warmup = 2160;
const peak = 3e-4;
const floor = 3e-5;

/** Schedules as their file names tell; the warm-up rises from 0 at step 0 to the peak at its last step. */
function rateAt(name, end, step) {
  if (step < warmup) return (peak * step) / (warmup - 1);
  if (name.startsWith('constant')) return peak;
  if (name.startsWith('cosine')) return floor + ((peak - floor) * (1 + Math.cos((Math.PI * (step - warmup)) / (end - warmup)))) / 2;
  if (name.startsWith('wsdcon')) return step < 8000 ? peak : Number(name.split('_')[1]) * 1e-5;
  if (step < 20000) return peak;
  const share = (step - 20000) / 4000;
  return name.startsWith('wsdld') ? peak + (floor - peak) * share : peak * (floor / peak) ** share;
}

function rowsOf(path) {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n').slice(1).map((line) => line.split(','));
}

function numberOf(text) {
  return text === '' || text === 'nan' ? NaN : Number(text);
}
