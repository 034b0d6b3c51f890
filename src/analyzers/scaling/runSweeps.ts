import { formatStep } from '../../model/format';
import { metrics } from '../../model/metric';
import { lastStep, seriesOf, type Run } from '../../model/run';
import { say } from '../../model/say';
import { folderOf } from '../../model/source';
import type { Table } from '../../model/table';
import { lossAt } from './lossAt';
import { tableOfRuns, tokensOf, type RunRow } from './runTable';

/** Runs that differ in size or data and in little else, so far as their files tell. */
export interface RunSweep {
  /** Folder or file that they share. */
  readonly path: string;
  readonly runs: readonly Run[];
  readonly size: 'parameters' | 'width';
  /** What counts as data: tokens, or steps where no run tells its tokens. */
  readonly data: 'tokens' | 'steps';
  /** Whether each run stands for several that ended earlier. */
  readonly alongRuns: boolean;
  readonly table: Table;
}

/** The sweeps among runs: those of one file, or in neighbouring folders, with the same vocabulary and at least two sizes. */
export function runSweeps(runs: readonly Run[]): readonly RunSweep[] {
  const groups = new Map<string, { readonly path: string; readonly runs: Run[] }>();
  for (const run of runs) {
    const path = sharedPath(run);
    const key = `${path}\n${run.model.vocabulary ?? ''}`;
    const group = groups.get(key) ?? { path, runs: [] };
    groups.set(key, group);
    group.runs.push(run);
  }
  return [...groups.values()].flatMap(({ path, runs: own }) => sweepOfRuns(path, own) ?? []);
}

/** A file with several runs is a sweep by itself; else runs beside each other are one. */
function sharedPath({ id, sources }: Run): string {
  const path = sources[0]?.path ?? id;
  return id.startsWith(`${path}#`) ? path : folderOf(folderOf(path));
}

function sweepOfRuns(path: string, all: readonly Run[]): RunSweep | undefined {
  const size = (['parameters', 'width'] as const).find((kind) => new Set(all.flatMap((run) => sizeOf(run, kind) ?? [])).size >= 2);
  const runs = size === undefined ? [] : all.filter((run) => sizeOf(run, size) !== undefined && lossAt(run, lastStep(run)) !== undefined);
  if (size === undefined || runs.length < 2) return undefined;
  const data = runs.every((run) => tokensOf(run) !== undefined) ? 'tokens' : 'steps';
  const alongRuns = new Set(runs.map(lastStep)).size < fewestBudgets && runs.every(isConstant);
  const rows = runs.flatMap((run) => (alongRuns ? shares : [1]).flatMap((share) => rowAt(run, Math.round(lastStep(run) * share), size, data, alongRuns)));
  return { path, runs, size, data, alongRuns, table: tableOfRuns(rows, path) };
}

/** With fewer the law could not tell how the loss depends on the data. */
const fewestBudgets = 3;
/** Shares of a run at which it is read as if it had ended. */
const shares = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

function rowAt(run: Run, step: number, size: RunSweep['size'], data: RunSweep['data'], named: boolean): readonly RunRow[] {
  const loss = lossAt(run, step);
  if (step === 0 || loss === undefined) return [];
  const tokens = ((tokensOf(run) ?? NaN) * step) / lastStep(run);
  return [{ run, name: named ? say`${run.name}, step ${formatStep(step)}` : run.name, size: sizeOf(run, size), amount: data === 'tokens' ? tokens : step, loss }];
}

/** Parameters; the width where the name or the configuration of a run tells it. */
function sizeOf({ name, model, hyperparameters }: Run, kind: RunSweep['size']): number | undefined {
  if (kind === 'parameters') return model.parameters;
  const named = /(?:hidden_?size|n_?embd|d_?model|width)[-_=]?(\d+(?:\.\d+)?)/i.exec(name)?.[1];
  const width = model.hiddenSize ?? Number(hyperparameters.hidden_size ?? named ?? NaN);
  return width > 0 ? width : undefined;
}

/** Only under a rate that does not decay has a run at a step the loss of one that was planned to end there. */
function isConstant({ series, plan }: Run): boolean {
  if (plan.schedule !== undefined && plan.schedule !== 'constant') return false;
  const rates = seriesOf({ series }, metrics.learningRate);
  if (!rates || rates.length < 2) return true;
  const later = rates.values.slice(rates.length >> 1);
  return Math.min(...later) > 0.99 * Math.max(...later);
}
