import { readFileSync } from 'node:fs';
import { RatePath } from '../../../../src/analyzers/schedules/ratePath';

/** The shipped curves of the 25M model with the rate of every step rebuilt from the schedule in the file's name. */
export function publishedCurve(name: string): { steps: Float64Array; rates: Float64Array; losses: Float64Array } {
  const text = readFileSync(new URL(`../../../fixtures/multi-power-law/25_${name}.csv`, import.meta.url), 'utf8');
  const rows = text.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  const column = (j: number): Float64Array => Float64Array.from(rows, (row) => row[j]);
  return { steps: column(0), rates: column(1), losses: column(2) };
}

/** A node at every step, as the golden figures need. */
export function exactPath(name: string): RatePath {
  const steps = Float64Array.from({ length: lengthOf(name) + 1 }, (_, step) => step);
  return new RatePath(steps, steps.map((step) => rateOf(name, step)));
}

/** At most `nodes` nodes per smooth piece, for fits. */
export function thinnedPath(name: string, nodes = 96): RatePath {
  const end = lengthOf(name);
  const kinks = [0, warmup - 1, warmup, 7999, 8000, 20000].filter((step) => step < end);
  const grid = Array.from({ length: nodes + 1 }, (_, i) => Math.round(warmup + ((end - warmup) * i) / nodes));
  const early = Array.from({ length: 32 }, (_, i) => Math.round((warmup * i) / 32));
  const steps = [...new Set([...kinks, ...grid, ...early])].sort((a, b) => a - b);
  return new RatePath(steps, steps.map((step) => rateOf(name, step)));
}

const warmup = 2160;
const peak = 3e-4;
const end = 3e-5;

function lengthOf(name: string): number {
  return name.startsWith('wsdcon') ? 16000 : name.includes('72000') ? 72000 : 24000;
}

function rateOf(name: string, step: number): number {
  if (step < warmup) return (peak * step) / (warmup - 1);
  if (name.startsWith('constant')) return peak;
  if (name.startsWith('cosine')) return end + ((peak - end) * (1 + Math.cos((Math.PI * (step - warmup)) / (lengthOf(name) - warmup)))) / 2;
  if (name.startsWith('wsdcon')) return step < 8000 ? peak : Number(name.split('_')[1]) * 1e-5;
  if (step < 20000) return peak;
  const share = (step - 20000) / 4000;
  return name.startsWith('wsdld') ? peak + (end - peak) * share : peak * (end / peak) ** share;
}
