import type { PanelStart, Progress, RunSummary } from '../../src/engine/protocol';
import { formatCount, formatStep } from '../../src/model/format';
import type { Range } from '../charts/stepAxis';
import { html, replaceChildren, setText } from '../components/dom';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { paced } from '../components/pace';
import { progressText } from '../components/progressText';
import { stateOrder, stateWord } from '../components/states';
import type { ValueElement } from '../components/toolkit';
import { t } from '../components/translate';
import { emptyState } from './emptyState';
import { type Order, orderRuns } from './orderRuns';
import { overlay } from './overlay';
import { RunTable } from './runTable';

interface Memory {
  readonly filter: string;
  readonly order: Order;
  readonly chosen: readonly string[];
  readonly scroll: number;
  readonly zoom: Range | null;
}

const leastMilliseconds = 500;

/** All runs in a table, with the curves of the chosen ones over each other. */
export class OverviewPanel {
  readonly #editor: Editor;
  readonly #host: Host;
  readonly #root: HTMLElement;
  readonly #table: RunTable;
  readonly #overlay;
  readonly #empty;
  readonly #filter = html('vscode-text-field', { placeholder: t('Filter by name, path or state'), 'aria-label': t('Filter runs') }) as ValueElement;
  readonly #counts = html('div', { class: 'counts', role: 'status' });
  readonly #trouble = html('p', { class: 'trouble', role: 'alert', hidden: true });
  readonly #content: HTMLElement;
  readonly #showSoon = paced(() => this.#show(), leastMilliseconds);
  #memory: Memory;
  #runs = new Map<string, RunSummary>();
  #progress: Progress | null;

  constructor(editor: Editor, host: Host, { progress }: PanelStart, root: HTMLElement) {
    this.#editor = editor;
    this.#host = host;
    this.#root = root;
    this.#progress = progress ?? null;
    this.#memory = editor.recall<Memory>({ filter: '', order: { key: 'state', descending: false }, chosen: [], scroll: 0, zoom: null });
    this.#empty = emptyState(host);
    this.#overlay = overlay(host, () => this.#remember({ chosen: [], zoom: null }), () => this.#keepZoom(), (error) => this.#complain(error));
    this.#table = new RunTable({
      sort: (order) => this.#remember({ order }),
      toggle: (run) => this.#toggle(run),
      open: (run) => void host.call('openRun', run),
      type: () => this.#filter.focus(),
      scrolled: (scroll) => this.#keep({ scroll }),
    });
    this.#content = html('main', { class: 'overview' },
      html('div', { class: 'bar' }, this.#filter, this.#counts), this.#trouble, this.#overlay.element, this.#table.element);
    this.#filter.addEventListener('input', () => this.#remember({ filter: this.#filter.value }));
    this.#filter.addEventListener('keydown', (event) => { if (event.key === 'ArrowDown') this.#table.element.focus(); });
  }

  get events(): PanelHandlers {
    return {
      changed: ({ updated, removed }) => {
        for (const id of removed) this.#runs.delete(id);
        for (const run of updated) this.#runs.set(run.id, run);
        this.#showSoon();
      },
      progress: (progress) => {
        this.#progress = progress;
        this.#showSoon();
      },
      settingsChanged: () => this.#showSoon(),
    };
  }

  async begin(): Promise<void> {
    try {
      this.#runs = new Map((await this.#host.call('runs', null)).map((run) => [run.id, run]));
      this.#show();
      this.#filter.value = this.#memory.filter;
      requestAnimationFrame(() => this.#table.scrollTo(this.#memory.scroll));
    } catch (error) {
      this.#complain(error);
    }
  }

  #show(): void {
    if (this.#runs.size === 0) {
      this.#empty.show(this.#progress);
      if (!this.#empty.element.isConnected) replaceChildren(this.#root, this.#empty.element);
      return;
    }
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#content);
    const { filter, order, chosen, zoom } = this.#memory;
    const all = [...this.#runs.values()];
    const runs = orderRuns(all, filter, order);
    this.#table.show({ runs, order, chosen: new Set(chosen) });
    this.#overlay.show(chosen.map((id) => this.#runs.get(id)).filter((run) => run !== undefined), zoom);
    setText(this.#counts, this.#countText(all, runs.length));
  }

  #countText(all: readonly RunSummary[], shown: number): string {
    const states = stateOrder.map((state) => ({ state, count: all.filter(({ verdict }) => verdict.state === state).length })).filter(({ count }) => count > 0);
    const reading = this.#progress && this.#progress.phase !== 'idle' ? progressText(this.#progress) : '';
    return [
      reading,
      shown < all.length ? t('{0} of {1} shown', formatStep(shown), formatCount(all.length, t('run'), t('runs'))) : formatCount(all.length, t('run'), t('runs')),
      ...states.map(({ state, count }) => t('{0} {1}', formatStep(count), stateWord(state).toLowerCase())),
    ].filter((part) => part !== '').join(' · ');
  }

  #toggle(run: string): void {
    const { chosen } = this.#memory;
    this.#remember({ chosen: chosen.includes(run) ? chosen.filter((id) => id !== run) : [...chosen, run] });
  }

  #keepZoom(): void {
    if (this.#content.isConnected) this.#keep({ zoom: this.#overlay.steps.zoomed });
  }

  #remember(change: Partial<Memory>): void {
    this.#keep(change);
    this.#show();
  }

  #keep(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change };
    this.#editor.remember(() => this.#memory);
  }

  #complain(error: unknown): void {
    this.#trouble.hidden = false;
    this.#trouble.textContent = error instanceof Error ? error.message : String(error);
    if (!this.#content.isConnected) replaceChildren(this.#root, this.#trouble);
  }
}
