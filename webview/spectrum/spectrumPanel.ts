import type { PanelStart, RunSummary } from '../../src/engine/protocol';
import type { HistoryMeasure, SpectralReport, WidthReport } from '../../src/model/spectralReport';
import type { LayerSpectrum, SpectrumSite } from '../../src/model/spectrum';
import { type Range, StepAxis } from '../charts/stepAxis';
import { fileName } from '../components/fileName';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { MissingRun } from '../components/missingRun';
import { newestOnly, paced } from '../components/pace';
import { plainJson } from '../components/plainJson';
import { runEvents } from '../components/panelEvents';
import { t } from '../components/translate';
import { exportTable } from './exportTable';
import { SpectrumLayout } from './spectrumLayout';
import type { Comparison, Place, SpectrumView } from './spectrumView';
import { worstLayers } from './worstLayers';

interface Kept {
  readonly run: string | null;
  readonly site: SpectrumSite | null;
  readonly measure: HistoryMeasure;
  readonly place: Place | null;
  readonly widthGroup: string | null;
  readonly comparison: Comparison | null;
  readonly zoom: Range | null;
  readonly scroll: number;
}

const leastMilliseconds = 1000;
const beginning: Kept = { run: null, site: null, measure: 'hardUtilisation', place: null, widthGroup: null, comparison: null, zoom: null, scroll: 0 };

/** The spectral panel of one run: asks the editor, keeps what was answered and chosen, and lets the layout show it. */
export class SpectrumPanel {
  readonly #host: Host;
  readonly #run: string;
  readonly #steps = new StepAxis();
  readonly #layout: SpectrumLayout;
  readonly #refresh = paced(() => void this.#layout.attempt(() => this.#load()), leastMilliseconds);
  readonly #askSpectrum: (place: Place) => void;
  readonly #memory: Memory<Kept>;
  readonly #missing: MissingRun;
  /** Whether what was zoomed to before a reload has been zoomed to again. */
  #zoomKnown = false;
  #runs: readonly RunSummary[] = [];
  #report: SpectralReport | null = null;
  #otherReport: SpectralReport | null = null;
  #widths: WidthReport = { groups: [], troubles: [] };
  #spectrum: { readonly place: Place; readonly spectrum: LayerSpectrum | null } | null = null;

  constructor(editor: Editor, host: Host, { run, progress }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#run = run ?? '';
    this.#memory = new Memory<Kept>(editor, beginning, { run });
    this.#layout = new SpectrumLayout(root, host, this.#steps, {
      chooseSite: (site) => this.#choose({ site, place: null }),
      chooseMeasure: (measure) => this.#choose({ measure }),
      choosePlace: (place) => this.#choose({ place, ...(place.site === this.#memory.now.site ? {} : { site: place.site }) }),
      chooseWidthGroup: (widthGroup) => this.#choose({ widthGroup }),
      compare: (comparison) => void this.#layout.attempt(() => this.#compare(comparison)),
      export: (kind) => void this.#layout.attempt(() => this.#export(kind)),
    });
    this.#missing = new MissingRun(this.#layout, progress);
    this.#askSpectrum = newestOnly(
      (place) => this.#host.call('layerSpectrum', { run: this.#run, ...place }),
      (spectrum, place) => {
        this.#spectrum = { place, spectrum };
        this.#show();
      },
      (error) => this.#layout.trouble(error));
    this.#steps.onView(() => {
      if (this.#zoomKnown) this.#memory.keep({ zoom: this.#steps.zoomed });
    });
  }

  get events(): PanelHandlers {
    return runEvents(this.#run, { isFilled: () => this.#summary !== undefined, refresh: this.#refresh, missing: this.#missing });
  }

  begin(): void {
    this.#memory.keep({});
    this.#layout.wait(t('Reading spectra…'));
    this.#refresh();
  }

  async #load(): Promise<void> {
    const [runs, report, widths] = await Promise.all([this.#host.call('runs', null), this.#host.call('spectralReport', this.#run), this.#host.call('widthReport', null)]);
    this.#runs = runs;
    this.#report = report;
    this.#widths = widths;
    await this.#loadOther();
    this.#showAll();
  }

  #showAll(): void {
    const summary = this.#summary;
    if (!summary) return this.#missing.show();
    if (!this.#report || this.#report.layers.length === 0) return this.#layout.teach(this.#run, summary.name);
    this.#settle(this.#report);
    const first = this.#show();
    if (!first) return;
    this.#steps.zoom(this.#memory.now.zoom);
    this.#zoomKnown = true;
    this.#memory.scrollBack();
  }

  get #summary(): RunSummary | undefined {
    return this.#runs.find(({ id }) => id === this.#run);
  }

  /** What has not been chosen, or does not exist any more: the site that tells most, and there the worst layer. */
  #settle({ layers }: SpectralReport): void {
    const has = (site: SpectrumSite) => layers.some((layer) => layer.site === site);
    const { site: chosen, place, measure } = this.#memory.now;
    const site = chosen && has(chosen) ? chosen : (['post', 'pre', 'weight'] as const).find(has) ?? 'post';
    const here = layers.filter((layer) => layer.site === site);
    const kept = here.some(({ layer, steps }) => layer === place?.layer && steps.includes(place.step)) && place?.site === site;
    const worst = worstLayers(here, measure)[0] ?? here[0];
    this.#memory.keep({ site, place: kept ? place : worst ? { layer: worst.layer, site, step: worst.steps[worst.steps.length - 1] } : null });
    if (this.#memory.now.place && !isSame(this.#memory.now.place, this.#spectrum?.place)) this.#askSpectrum(this.#memory.now.place);
  }

  #show(): boolean {
    const view = this.#view();
    return view !== null && this.#layout.show(view);
  }

  #view(): SpectrumView | null {
    const [summary, report] = [this.#summary, this.#report];
    const { site, measure, place, widthGroup, comparison } = this.#memory.now;
    if (!summary || !report || site === null) return null;
    return {
      summary, report, site, measure, place, widthGroup, comparison, widths: this.#widths, otherReport: this.#otherReport,
      layers: report.layers.filter((layer) => layer.site === site),
      spectrum: isSame(place, this.#spectrum?.place) ? this.#spectrum?.spectrum : undefined,
      others: this.#runs.filter(({ id, hasSpectra }) => hasSpectra && id !== this.#run),
    };
  }

  #choose(change: Partial<Kept>): void {
    this.#memory.keep(change);
    if (this.#report) this.#settle(this.#report);
    this.#show();
  }

  async #compare(comparison: Comparison | null): Promise<void> {
    const sameRun = comparison?.run === this.#memory.now.comparison?.run;
    this.#memory.keep({ comparison });
    if (!sameRun) await this.#loadOther();
    this.#show();
  }

  async #export(kind: 'csv' | 'json'): Promise<void> {
    const [summary, report] = [this.#summary, this.#report];
    if (!summary || !report) return;
    const data = kind === 'csv' ? exportTable(report) : plainJson({ name: summary.name, ...report, widths: this.#widths });
    await this.#host.call('save', { suggestedName: `${fileName(summary.name)}-spectra.${kind}`, data });
  }

  async #loadOther(): Promise<void> {
    const run = this.#memory.now.comparison?.run ?? null;
    this.#otherReport = run === null ? null : await this.#host.call('spectralReport', run);
  }
}

function isSame(a: Place | null, b: Place | undefined): boolean {
  return a?.layer === b?.layer && a?.site === b?.site && a?.step === b?.step;
}
