import type { PanelStart, RunDetail } from '../../src/engine/protocol';
import type { MarginalReturnReport, Resource } from '../../src/model/report';
import type { Settings } from '../../src/model/settings';
import type { Range } from '../charts/stepAxis';
import { StepAxis } from '../charts/stepAxis';
import { fileName } from '../components/fileName';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { MissingRun } from '../components/missingRun';
import { newestOnly, paced } from '../components/pace';
import { runEvents } from '../components/panelEvents';
import { Curves } from './curves';
import { exportJson } from './exportJson';
import { exportPicture } from './exportPicture';
import { exportTable } from './exportTable';
import { resourceTitle } from './resources';
import { RunLayout } from './runLayout';
import { plannedSteps, type RunView } from './runView';

interface Kept {
  readonly run: string | null;
  readonly resource: Resource | null;
  readonly zoom: Range | null;
  readonly scroll: number;
}

const leastMilliseconds = 500;

/** The panel of one run: asks the editor, keeps what was answered, and lets the layout show it. */
export class RunPanel {
  readonly #host: Host;
  readonly #steps = new StepAxis();
  readonly #curves: Curves;
  readonly #layout: RunLayout;
  readonly #refresh = paced(() => void this.#layout.attempt(() => this.#load()), leastMilliseconds);
  readonly #try: (argument: { readonly threshold: number; readonly resource: Resource | null }) => void;
  readonly #memory: Memory<Kept>;
  readonly #missing: MissingRun;
  readonly #run: string;
  #muted: boolean;
  #settings: Settings;
  #detail: RunDetail | null = null;
  #report: MarginalReturnReport | null = null;
  #tried: number | null = null;
  #trial: MarginalReturnReport | null = null;

  constructor(editor: Editor, host: Host, { run, settings, mutedRuns, progress }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#memory = new Memory<Kept>(editor, { run, resource: null, zoom: null, scroll: 0 }, { run });
    this.#run = run ?? '';
    this.#settings = settings;
    this.#muted = mutedRuns.includes(this.#run);
    const failed = (error: unknown) => this.#layout.trouble(error);
    this.#curves = new Curves(this.#host, () => this.#showCharts(), failed);
    this.#layout = new RunLayout(root, this.#host, this.#steps, this.#curves, {
      choose: (resource) => this.#choose(resource),
      attempt: (threshold) => this.#attempt(threshold),
      use: (threshold) => void this.#layout.attempt(() => this.#use(threshold)),
      export: (kind) => void this.#layout.attempt(() => this.#export(kind)),
    });
    this.#missing = new MissingRun(this.#layout, progress);
    this.#try = newestOnly(
      ({ threshold, resource }) => this.#askReport(threshold, resource),
      (trial, { threshold }) => { if (this.#tried === threshold) this.#showTrial(trial); },
      failed);
    this.#steps.onView(() => this.#viewChanged());
    window.addEventListener('resize', paced(() => this.#askCurves(), leastMilliseconds / 2));
  }

  /** What the panel does when the editor tells it something. */
  get events(): PanelHandlers {
    return {
      ...runEvents(this.#run, { isFilled: () => this.#detail !== null, refresh: this.#refresh, missing: this.#missing }),
      settingsChanged: (settings) => {
        this.#settings = settings;
        this.#refresh();
      },
      mutedChanged: (runs) => {
        this.#muted = runs.includes(this.#run);
        this.#showView();
      },
    };
  }

  /** Shows the run for the first time. */
  begin(): void {
    this.#memory.keep({});
    this.#refresh();
  }

  async #load(): Promise<void> {
    const detail = await this.#host.call('detail', this.#run);
    if (detail === null) return this.#missing.show();
    const resource = this.#memory.now.resource;
    const own = resource === null || resource === detail.report?.resource || !detail.resources.includes(resource);
    this.#report = own ? detail.report : await this.#askReport(null, resource);
    this.#detail = detail;
    this.#span();
    this.#showView();
    this.#askCurves();
  }

  /** From the first step to the end of the plan; what was zoomed to before a reload is zoomed to again. */
  #span(): void {
    if (!this.#detail) return;
    const first = Math.min(...this.#detail.series.map(({ firstStep }) => firstStep ?? Infinity));
    const planned = plannedSteps({ detail: this.#detail, report: this.#report }) ?? 0;
    const forecast = this.#report?.forecast?.steps.at(-1) ?? 0;
    const perStep = this.#report?.resourcePerStep ?? 1;
    const known = Number.isFinite(perStep) && perStep > 0;
    const zoom = this.#memory.now.zoom;
    this.#steps.name({ title: resourceTitle(known ? this.#report?.resource ?? 'steps' : 'steps'), perStep: known ? perStep : 1 });
    this.#steps.span({ from: Number.isFinite(first) ? first : 0, to: Math.max(this.#detail.summary.lastStep, planned, forecast) });
    this.#steps.zoom(zoom);
  }

  #view(): RunView | null {
    if (!this.#detail) return null;
    return {
      detail: this.#detail, settings: this.#settings, report: this.#report, trial: this.#trial,
      resource: this.#report?.resource ?? 'steps', muted: this.#muted,
    };
  }

  #showView(): void {
    const view = this.#view();
    if (!view) return;
    const first = this.#layout.show(view);
    if (first) this.#memory.scrollBack();
  }

  #showCharts(): void {
    const view = this.#view();
    if (view) this.#layout.showCharts(view);
  }

  #viewChanged(): void {
    if (!this.#detail) return;
    this.#memory.keep({ zoom: this.#steps.zoomed });
    this.#showCharts();
    this.#askCurves();
  }

  #askCurves(): void {
    if (this.#detail) this.#curves.request(this.#detail, this.#report, this.#steps, this.#layout.pixels);
  }

  #choose(resource: Resource): void {
    this.#memory.keep({ resource });
    void this.#layout.attempt(() => this.#load());
    if (this.#tried !== null) this.#attempt(this.#tried);
  }

  #attempt(threshold: number | null): void {
    this.#tried = threshold;
    this.#trial = null;
    if (threshold !== null) this.#try({ threshold, resource: this.#memory.now.resource });
  }

  #showTrial(trial: MarginalReturnReport | null): void {
    this.#trial = trial;
    const view = this.#view();
    if (view) this.#layout.showTrial(view);
  }

  async #use(threshold: number): Promise<void> {
    const written = await this.#host.call('writeSetting', { key: 'marginalReturn.threshold', value: threshold });
    if (!written) return;
    this.#tried = null;
    this.#trial = null;
    await this.#load();
  }

  async #export(kind: 'png' | 'csv' | 'json'): Promise<void> {
    const view = this.#view();
    if (!view) return;
    const data = kind === 'csv' ? await exportTable(view.detail, this.#host) : kind === 'json' ? await exportJson(view, this.#host) : await exportPicture(view, this.#layout.pictures);
    await this.#host.call('save', { suggestedName: `${fileName(view.detail.summary.name)}.${kind}`, data });
  }

  #askReport(threshold: number | null, resource: Resource | null): Promise<MarginalReturnReport | null> {
    return this.#host.call('report', {
      run: this.#run,
      change: { ...(threshold === null ? {} : { 'marginalReturn.threshold': threshold }), ...(resource === null ? {} : { 'resource.unit': resource }) },
    });
  }
}
