import type { GradientMeasurement, ModuleGradient } from '../../model/gradient';
import { latestPoints } from '../../model/latestPoints';
import { metrics, moduleGradNorm } from '../../model/metric';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Series } from '../../model/series';
import { meanOf } from '../../numerics/meanOf';
import { medianOf } from '../../numerics/medianOf';
import type { Files } from '../files';
import { loadRuns } from '../loadRuns';
import type { GradientTools } from './checkpointGradients';
import { isOfAdapter, moduleOf } from './moduleName';
import { placeOf } from './moduleGradients';
import { moduleSizes } from './moduleSizes';

/** Gradient norms of modules that a recorder or a logger wrote into a run; undefined where the path holds none. */
export async function runGradients(path: string, { files, settings, now }: GradientTools): Promise<GradientMeasurement | { readonly error: string } | undefined> {
  const runs = await loadRuns([path], files, settings, now);
  if ('error' in runs) return undefined;
  const measured = runs.filter(hasModuleNorms);
  if (measured.length > 1) return { error: say`${measured.length} runs have norms by module (${measured.slice(0, 3).map(({ name }) => name).join(', ')}): name one of them.` };
  return measured.length === 0 ? undefined : loggedGradients(measured[0], files);
}

/** Gradient norms of modules that stand in the series of a run; undefined where there are none. */
export async function loggedGradients(run: Run, files: Files): Promise<GradientMeasurement | undefined> {
  const norms = normsByModule(run);
  return norms.size === 0 ? undefined : measurementOf(run, norms, await moduleSizes(run, files));
}

/** Whether a recorder or a logger wrote norms by module into a run. */
export function hasModuleNorms(run: Run): boolean {
  return run.series.some(isModuleNorm);
}

function isModuleNorm({ metric }: Series): boolean {
  return metric.startsWith(moduleGradNorm) && metric !== metrics.gradNormSquared;
}

function measurementOf(run: Run, norms: ReadonlyMap<string, ReadonlyMap<number, number>>, sizes: ReadonlyMap<string, number>): GradientMeasurement {
  const adapted = new Set(run.series.filter(isModuleNorm).map(({ metric }) => metric.slice(moduleGradNorm.length)).filter(isOfAdapter).map(moduleOf));
  const modules = [...norms].map(([name, byStep]) => ({
    ...gradientOf(name, [...byStep.values()].map(Math.sqrt), sizes.get(name) ?? null), ...(adapted.has(name) && { adapted: true as const }),
  }));
  const recorded = run.sources.some(({ format }) => format === 'plateau-statistics');
  return {
    source: recorded ? 'recorder' : 'log', scale: 'gradient', modules, model: run.model.architecture ?? null,
    batches: Math.max(...[...norms.values()].map(({ size }) => size)), notes: [],
  };
}

/** Σ of squares of the norms by module and step: a logger may write the norm of each parameter. */
export function normsByModule(run: Run): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const modules = new Map<string, Map<number, number>>();
  for (const series of run.series) {
    if (!isModuleNorm(series)) continue;
    const name = moduleOf(series.metric.slice(moduleGradNorm.length));
    const own = modules.get(name) ?? new Map<number, number>();
    const { steps, values } = latestPoints(series);
    for (let i = 0; i < steps.length; i++) if (Number.isFinite(values[i])) own.set(steps[i], (own.get(steps[i]) ?? 0) + values[i] ** 2);
    if (own.size > 0) modules.set(name, own);
  }
  return modules;
}

function gradientOf(name: string, norms: readonly number[], parameters: number | null): ModuleGradient {
  const mean = meanOf(norms);
  const square = norms.reduce((sum, norm) => sum + (norm - mean) ** 2, 0);
  return {
    name, parameters, gradNormMean: mean, gradNormMedian: medianOf(norms), gradNormStd: norms.length > 1 ? Math.sqrt(square / (norms.length - 1)) : null,
    ...placeOf(name, [1, 1]), assumed: false,
  };
}
