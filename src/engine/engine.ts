import { latestPoints } from '../model/latestPoints';
import type { Handlers } from '../model/rpc';
import type { Run } from '../model/run';
import { defaultSettings, type Settings } from '../model/settings';
import { decimate } from '../numerics/decimate';
import { AdaptationService } from './adaptation/adaptationService';
import { detailOf } from './analyseRun';
import { DensityService } from './density/densityService';
import type { JudgedRun } from './judgedRun';
import { Forecasts } from './forecast/forecasts';
import { GradientService } from './gradients/gradientService';
import { lensFacts, runsUsing } from './lensFacts';
import { forecastLenses } from './lenses/forecastFacts';
import { offeredEdits } from './offeredEdits';
import type { AdviceApi, ConfigText, Curve, CurveRequest, EngineApi, EngineCalls, LensFact, RunDetail, TablesApi } from './protocol';
import type { EngineSurroundings } from './engineSurroundings';
import { Session } from './session';
import { SpectralService } from './spectra/spectralService';
import { tableColumns } from './tables/tableColumns';
import { type FoundTables, WorkspaceTables } from './tables/workspaceTables';

/**
 * Discover → follow → read → analyse → publish, for ever. Everything it knows it has from the disk, so that starting
 * again loses nothing.
 */
export class Engine {
  readonly #around: EngineSurroundings;
  readonly #colours = new Map<string, number>();
  readonly #adaptations: AdaptationService;
  readonly #tables: WorkspaceTables;
  readonly #densities: DensityService;
  readonly #forecasts: Forecasts;
  #session: Session | undefined;
  readonly handlers: Handlers<EngineCalls>;

  constructor(around: EngineSurroundings) {
    this.#around = around;
    this.#tables = new WorkspaceTables(around.files);
    const shared = {
      ...around,
      pool: () => around.pool(),
      roots: () => this.#session?.roots ?? [],
      run: (id: string) => this.#run(id),
      runs: () => [...this.#session?.store.runs.values() ?? []],
      settings: () => this.#settings,
    };
    const spectral = new SpectralService(shared);
    const gradients = new GradientService({ ...shared, findings: (id) => this.#session?.judge.analyses.get(id)?.findings ?? [] });
    this.#densities = new DensityService({ ...shared, tables: () => this.findTables() });
    this.#forecasts = new Forecasts({ ...shared, tables: async () => (await this.findTables()).tables, compute: (asked) => around.crew.forecast(asked) });
    this.#adaptations = new AdaptationService({
      ...shared,
      tools: () => ({ files: around.files, settings: this.#settings, now: around.now(), pool: () => around.pool() }),
      runsUsing: (path) => runsUsing(path, this.#judged()).map(({ run }) => run),
    });
    this.handlers = { ...spectral.handlers, ...this.#densities.handlers, ...gradients.handlers, ...this.#adaptations.handlers, ...this.#forecasts.handlers, ...this.#answers() };
  }

  #answers(): Handlers<EngineApi & AdviceApi & TablesApi> {
    return {
      open: ({ folders, settings }) => {
        this.#session?.close();
        this.#session = new Session({ ...this.#around, beyondRuns: async () => [...await this.#forecasts.findings(), ...await this.#densities.findings()] }, folders, settings, this.#colours);
      },
      changeSettings: (settings) => this.#session?.changeSettings(settings),
      wake: () => this.#session?.wake(),
      runs: () => [...this.#session?.bulletin.summaries.values() ?? []],
      detail: (id) => this.#detail(id),
      report: ({ run: id, change }) => {
        const run = this.#run(id);
        return this.#session && run ? this.#around.crew.report(run, { ...this.#session.settings, ...change }) : null;
      },
      curve: (request) => this.#curve(request),
      lenses: (config) => this.#lenses(config),
      edits: ({ path, text }) => offeredEdits(path, text, this.#judged(), this.#settings),
      skipped: (id) => this.#session?.store.skippedOf(id) ?? [],
      tableColumns: (path) => tableColumns(path, this.#around.files, this.#settings['tables.columns']),
    };
  }

  /** Stops following. */
  close(): void {
    this.#session?.close();
    this.#session = undefined;
    this.#around.crew.end();
  }

  async #lenses({ path, text }: ConfigText): Promise<readonly LensFact[]> {
    const [forecasts, blueprints] = await Promise.all([this.#forecasts.reports(), this.#adaptations.lenses({ path, text })]);
    return [...lensFacts(path, text, this.#judged(), this.#settings, this.#densities.known), ...blueprints, ...forecastLenses(path, text, forecasts)];
  }

  get #settings(): Settings {
    return this.#session?.settings ?? defaultSettings;
  }

  #run(id: string): Run | undefined {
    return this.#session?.store.runs.get(id);
  }

  /** The tables in the open folders as they stand now. */
  findTables(): Promise<FoundTables> {
    const { roots, store } = this.#session ?? { roots: [], store: { tables: [] } };
    return this.#tables.find({ roots, paths: store.tables }, this.#settings['tables.columns']);
  }

  #judged(): readonly JudgedRun[] {
    return [...this.#session?.judge.analyses ?? []].flatMap(([id, { findings, stoppers }]) => {
      const run = this.#run(id);
      return run ? [{ run, findings, stoppers }] : [];
    });
  }

  /** A run that is not judged yet is shown without its report: that would take the analysis that is on its way. */
  async #detail(id: string): Promise<RunDetail | null> {
    const [session, run] = [this.#session, this.#run(id)];
    const summary = session?.bulletin.summaries.get(id);
    if (!session || !run || !summary) return null;
    const analysis = session.judge.analyses.get(id);
    const report = analysis ? await session.crew.report(run, session.settings) : null;
    return detailOf(run, summary, analysis, report, session.settings);
  }

  #curve({ run: id, metric, original, fromStep, toStep, pixels }: CurveRequest): Curve | null {
    const series = this.#run(id)?.series.find((one) => (metric === null || one.metric === metric) && (original === null || one.original === original));
    if (!series) return null;
    const points = latestPoints(series);
    const shown = decimate(points, Math.max(1, pixels), fromStep ?? undefined, toStep ?? undefined);
    return { run: id, metric: series.metric, original: series.original, ...shown, points: series.length };
  }
}
