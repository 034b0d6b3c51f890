import type { PanelStart, Refusal, RunSummary } from '../../src/engine/protocol';
import type { GradientProgress, GradientReport, GradientTail, SampleReport, TailOver } from '../../src/model/gradientReport';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { MissingRun } from '../components/missingRun';
import { paced } from '../components/pace';
import { runEvents } from '../components/panelEvents';
import { t } from '../components/translate';
import { exportSamples, exportTable } from './exportTable';
import { exportJson } from './exportJson';
import { GradientsLayout } from './gradientsLayout';
import type { GradientsView, InfluenceMeasure } from './gradientsView';

interface Kept {
  readonly run: string | null;
  readonly measure: InfluenceMeasure;
  readonly over: TailOver | null;
  readonly chosen: string | null;
  readonly scroll: number;
}

/** Norms over steps change slowly, and each report is worked out from all of them. */
const leastMilliseconds = 5000;
const beginning: Kept = { run: null, measure: 'norm', over: null, chosen: null, scroll: 0 };

/** The gradient panel of one run: asks the editor, keeps what was answered and chosen, and lets the layout show it. */
export class GradientsPanel {
  readonly #host: Host;
  readonly #run: string;
  readonly #layout: GradientsLayout;
  readonly #refresh = paced(() => void this.#layout.attempt(() => this.#load()), leastMilliseconds);
  readonly #memory: Memory<Kept>;
  readonly #missing: MissingRun;
  #summary: RunSummary | undefined;
  #report: GradientReport | null = null;
  /** Tails that were asked for beside the report: those over coordinates, and those whose fit was tested. */
  #asked: readonly GradientTail[] = [];
  #progress: GradientProgress | null = null;
  #refusal: string | null = null;
  #samples: SampleReport | Refusal | null = null;

  constructor(editor: Editor, host: Host, { run, progress }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#run = run ?? '';
    this.#memory = new Memory<Kept>(editor, beginning, { run });
    this.#layout = new GradientsLayout(root, host, {
      chooseMeasure: (measure) => this.#choose({ measure }),
      chooseModule: (chosen) => this.#choose({ chosen }),
      chooseTail: (over) => this.#choose({ over }),
      testFit: () => void this.#testFit(),
      cancel: () => void this.#host.call('cancelGradients', this.#run),
      export: (kind) => void this.#layout.attempt(() => this.#export(kind)),
    });
    this.#missing = new MissingRun(this.#layout, progress);
  }

  get events(): PanelHandlers {
    return {
      ...runEvents(this.#run, { isFilled: () => this.#summary !== undefined, refresh: this.#refresh, missing: this.#missing }),
      gradientProgress: (progress) => this.#follow(progress),
    };
  }

  begin(): void {
    this.#memory.keep({});
    this.#layout.wait(t('Reading gradients…'));
    this.#refresh();
    void this.#layout.attempt(() => this.#loadSamples());
  }

  async #load(): Promise<void> {
    this.#summary = (await this.#host.call('runs', null)).find(({ id }) => id === this.#run);
    if (!this.#summary) return this.#missing.show();
    const report = await this.#host.call('gradientReport', this.#run);
    if (report === null) return;
    if ('error' in report) return this.#layout.teach(this.#summary, report.error);
    this.#take(report);
  }

  /** A tested fit holds for as long as the values are the same. */
  #take(report: GradientReport): void {
    this.#report = report;
    this.#asked = this.#asked.filter(({ over, report: { fit } }) => {
      const fresh = report.tails.find((tail) => tail.over === over);
      return !fresh || fresh.report.fit?.logLikelihood === fit?.logLikelihood;
    });
    if (this.#memory.now.over === 'coordinates') void this.#loadCoordinates();
    if (this.#progress?.task === 'optimizer state') this.#progress = null;
    if (this.#show()) this.#memory.scrollBack();
  }

  async #loadSamples(): Promise<void> {
    this.#samples = await this.#host.call('gradientSamples', this.#run);
    this.#show();
  }

  async #loadCoordinates(): Promise<void> {
    if (this.#asked.some(({ over }) => over === 'coordinates')) return;
    await this.#ask({ run: this.#run, task: 'coordinates', fraction: 0 }, () => this.#host.call('gradientCoordinates', this.#run));
  }

  async #testFit(): Promise<void> {
    const { over } = this.#view() ?? {};
    if (over) await this.#ask({ run: this.#run, task: 'goodness', fraction: 0 }, () => this.#host.call('gradientGoodness', { run: this.#run, over }));
  }

  /** Shows how far an answer is, and then the answer; when it was cancelled, what was there before. */
  async #ask(started: GradientProgress, question: () => Promise<GradientTail | Refusal | null>): Promise<void> {
    if (this.#progress !== null) return;
    this.#progress = started;
    this.#refusal = null;
    this.#show();
    await this.#layout.attempt(async () => {
      const answer = await question().finally(() => {
        this.#progress = null;
        this.#show();
      });
      if (answer && 'error' in answer) this.#refusal = answer.error;
      else if (answer) this.#asked = [...this.#asked.filter(({ over }) => over !== answer.over), answer];
      this.#show();
    });
  }

  #follow(progress: GradientProgress): void {
    if (progress.run !== this.#run) return;
    if (!this.#report) return this.#layout.read(progress.fraction);
    if (this.#progress?.task !== progress.task) return;
    this.#progress = progress;
    this.#show();
  }

  #choose(change: Partial<Kept>): void {
    this.#memory.keep(change);
    this.#show();
    if (change.over === 'coordinates') void this.#loadCoordinates();
  }

  #show(): boolean {
    const view = this.#view();
    return view !== null && this.#layout.show(view);
  }

  #view(): GradientsView | null {
    const [summary, report] = [this.#summary, this.#report];
    if (!summary || !report) return null;
    const samples = this.#samples && !('error' in this.#samples) ? [this.#samples.tail] : [];
    const tails = [...report.tails, ...samples].map((tail) => this.#asked.find(({ over }) => over === tail.over) ?? tail);
    const coordinates = this.#asked.filter(({ over }) => over === 'coordinates');
    const { measure, over, chosen } = this.#memory.now;
    const all = [...tails, ...coordinates];
    const possible = all.some((tail) => tail.over === over) || (over === 'coordinates' && report.checkpoint !== null);
    return {
      summary, report, measure, chosen, tails: all, progress: this.#progress, refusal: this.#refusal, samples: this.#samples,
      over: over !== null && possible ? over : (all.find((tail) => tail.report.fit) ?? all[0])?.over ?? 'steps',
    };
  }

  async #export(kind: 'csv' | 'json' | 'samples'): Promise<void> {
    const view = this.#view();
    if (!view) return;
    const name = `${view.summary.name.replace(/[^\w.-]+/g, '-')}-gradients`;
    const samples = this.#samples && !('error' in this.#samples) ? this.#samples : undefined;
    if (kind === 'json') await this.#host.call('save', { suggestedName: `${name}.json`, data: exportJson(view) });
    else if (kind === 'csv') await this.#host.call('save', { suggestedName: `${name}.csv`, data: exportTable(view.report) });
    else if (samples) await this.#host.call('save', { suggestedName: `${name}-samples.csv`, data: exportSamples(samples) });
  }
}
