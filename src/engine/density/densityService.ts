import { densityFindings } from '../../analyzers/density/densityFindings';
import { commonColumn } from '../../analyzers/scaling/columnRoles';
import { runSweeps, type RunSweep } from '../../analyzers/scaling/runSweeps';
import { plannedRuns, type OfferedSweep, type PlannedRun } from '../../analyzers/scaling/scalingOverview';
import type { DensityOverview, DensityQuestion } from '../../model/densityOverview';
import type { Finding } from '../../model/finding';
import type { Handlers } from '../../model/rpc';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { ScalingOverview, ScalingQuestion } from '../../model/scalingOverview';
import type { Settings } from '../../model/settings';
import type { Table } from '../../model/table';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import type { KnownDensities } from '../lenses/densityFacts';
import type { DensityApi, Refusal } from '../protocol';
import type { FoundTables } from '../tables/workspaceTables';
import { CheckpointSizes } from './checkpointSizes';
import { nameFrom } from './nameFrom';
import { runFactsOf } from './runFactsOf';

/** What the service needs of the engine. */
export interface DensitySurroundings {
  readonly files: Files;
  /** Started at first use. */
  pool(): KernelPool;
  roots(): readonly string[];
  runs(): readonly Run[];
  tables(): Promise<FoundTables>;
  settings(): Settings;
}

/** Answers what the editor asks about capability density and scaling laws. The same question about the same files is worked out once. */
export class DensityService {
  readonly #around: DensitySurroundings;
  readonly #sizes: CheckpointSizes;
  readonly #densities = new Answers<DensityOverview | Refusal>();
  readonly #scalings = new Answers<ScalingOverview | Refusal>();
  #known: KnownDensities = { density: undefined, scaling: undefined };

  constructor(around: DensitySurroundings) {
    this.#around = around;
    this.#sizes = new CheckpointSizes(around.files);
  }

  readonly handlers: Handlers<DensityApi> = {
    densityOverview: (question) => this.densityOverview(question),
    sweeps: async () => (await this.#sweeps()).map(({ summary }) => summary),
    scalingOverview: (question) => this.scalingOverview(question),
  };

  /** What densities and the fullest sweep of a table say against runs. Nothing is worked out anew while a run only grows. */
  async findings(): Promise<readonly Finding[]> {
    const runs = await this.#runs();
    const { tables } = await this.#around.tables();
    const density = tables.length === 0 ? undefined : await this.densityOverview({ benchmark: null, reference: null });
    const scaling = await this.#scalingOfPlans(runs);
    this.#known = { density: answered(density), scaling: answered(scaling) };
    return densityFindings(this.#known.density, this.#known.scaling, runs);
  }

  /** What was last found without being asked. */
  get known(): KnownDensities {
    return this.#known;
  }

  /** By the fullest table: runs that are a sweep themselves are no measure of their own plans. */
  async #scalingOfPlans(runs: readonly Run[]): Promise<ScalingOverview | Refusal | undefined> {
    const plans = plannedRuns(runs.filter(({ status }) => status === 'active')).map((plan) => ({ ...plan, tokens: plan.planned }));
    const sweep = plans.length === 0 ? undefined : (await this.#sweeps()).find(({ summary }) => !summary.id.startsWith('runs:'));
    return sweep && this.#fit(sweep, plans, { sweep: sweep.summary.id, law: null, compute: 1 });
  }

  async densityOverview(question: DensityQuestion): Promise<DensityOverview | Refusal> {
    const { tables, troubles } = await this.#around.tables();
    const { settings, roots, pool } = this.#around;
    if (tables.length === 0 && troubles.length > 0) return { error: troubles.join(' ') };
    const task = { tables, runs: (await this.#runs()).map(runFactsOf), roots: roots(), settings: settings(), question };
    const answer = await this.#densities.of([question, task.runs, densitySettings(task.settings), tables.map(identityOf)], () => pool().run('densityOverview', task));
    return 'error' in answer ? answer : { ...answer, notes: [...answer.notes, ...troubles] };
  }

  async scalingOverview(question: ScalingQuestion): Promise<ScalingOverview | Refusal> {
    const sweep = (await this.#sweeps()).find(({ summary }) => summary.id === question.sweep);
    if (!sweep) return { error: say`What the law was fitted to is gone: choose another sweep.` };
    return this.#fit(sweep, plannedRuns(await this.#runs()), question);
  }

  #fit(sweep: OfferedSweep, plans: readonly PlannedRun[], question: ScalingQuestion): Promise<ScalingOverview | Refusal> {
    const { settings, pool } = this.#around;
    const rows = sweep.table.columns.flatMap(({ numbers }) => [...numbers]);
    return this.#scalings.of([question, plans, settings()['scaling.dropHighest'], sweep.summary, rows], () => pool().run('scalingOverview', { sweep, plans, settings: settings(), question }));
  }

  #runs(): Promise<readonly Run[]> {
    return this.#sizes.fill(this.#around.runs());
  }

  /** Of tables and of runs, those with most rows first. */
  async #sweeps(): Promise<readonly OfferedSweep[]> {
    const nameOf = nameFrom(this.#around.roots());
    const tables = (await this.#around.tables()).tables.filter(isSweep);
    return [...runSweeps(await this.#runs()).map((sweep) => offeredRuns(sweep, nameOf)), ...tables.map((table) => offeredTable(table, nameOf))]
      .sort((a, b) => b.summary.rows - a.summary.rows);
  }
}

/** Answers by what they rest on, a few of the latest. */
class Answers<T> {
  readonly #known = new Map<string, Promise<T>>();

  of(about: unknown, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(about);
    const answer = this.#known.get(key) ?? work();
    this.#known.delete(key);
    this.#known.set(key, answer);
    answer.catch(() => this.#known.delete(key));
    for (const oldest of [...this.#known.keys()].slice(0, -kept)) this.#known.delete(oldest);
    return answer;
  }
}

const kept = 16;
/** Rows of a table from which on a law may be determined. */
const fewestRows = 4;

function isSweep(table: Table): boolean {
  const has = (role: Parameters<typeof commonColumn>[1]): boolean => commonColumn(table, role) !== undefined;
  const losses = has('loss') || table.columns.some(({ name }) => /(?:^|[^a-z])loss/i.test(name));
  return table.rows >= fewestRows && has('n') && losses && (has('d') || has('flops') || has('ratio'));
}

function offeredTable(table: Table, nameOf: (path: string) => string): OfferedSweep {
  return { table, summary: { id: table.path, name: nameOf(table.path), rows: table.rows, size: 'parameters', data: 'tokens', alongRuns: false } };
}

function offeredRuns({ path, table, size, data, alongRuns, runs }: RunSweep, nameOf: (path: string) => string): OfferedSweep {
  return { table, summary: { id: `runs:${path}`, name: say`${nameOf(path)} (${runs.length} runs)`, rows: table.rows, size, data, alongRuns } };
}

function answered<T extends object>(answer: T | Refusal | undefined): T | undefined {
  return answer === undefined || 'error' in answer ? undefined : answer;
}

function densitySettings(settings: Settings): readonly unknown[] {
  return Object.entries(settings).filter(([key]) => key.startsWith('density.') || key === 'tables.columns');
}

/** A table that was read anew is another object. */
function identityOf(table: Table): number {
  const known = identities.get(table) ?? ++lastIdentity;
  identities.set(table, known);
  return known;
}

const identities = new WeakMap<Table, number>();
let lastIdentity = 0;
