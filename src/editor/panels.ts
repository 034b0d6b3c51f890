import * as vscode from 'vscode';
import { panelTypes } from '../model/contributions';
import { baseName } from '../model/source';
import type { Handlers } from '../model/rpc';
import type { HostApi, PanelStart } from '../engine/protocol';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { MutedRuns } from './mutedRuns';
import { Panel } from './panel';
import { plainText } from './untrusted';
import type { WorkspaceSettings } from './workspaceSettings';

/** What a panel shows. */
export type Shown = Pick<PanelStart, 'kind' | 'run' | 'path'>;
/** Makes the calls that a panel may make, given what it shows. */
export type HostFor = (start: Shown) => Handlers<HostApi>;

export interface OpenPanel extends Shown {
  /** How many changes it was told of since it was opened. */
  readonly changesTold: number;
  /** Whether its page has loaded and asked for what it is to show. */
  readonly isReady: boolean;
}

type PanelType = keyof typeof panelTypes;

/** All open panels: at most one of a kind for each run, and one for all runs together. They come back after a reload. */
export class Panels extends Disposable {
  readonly #engine: EngineClient;
  readonly #extension: vscode.Uri;
  readonly #hostFor: HostFor;
  /** In the order of opening. The editor may show the same file twice, side by side. */
  readonly #panels = new Set<{ readonly shown: Shown; readonly panel: Panel }>();

  constructor(engine: EngineClient, settings: WorkspaceSettings, muted: MutedRuns, extension: vscode.Uri, hostFor: HostFor) {
    super();
    this.#engine = engine;
    this.#extension = extension;
    this.#hostFor = hostFor;
    for (const [kind, type] of Object.entries(panelTypes) as [PanelType, string][]) {
      this._register(vscode.window.registerWebviewPanelSerializer(type, { deserializeWebviewPanel: (panel, state) => this.#restore(kind, panel, state) }));
    }
    this._register(engine.onDidChange(({ updated, removed }) => this.#pass(updated, removed)));
    this._register(engine.onDidProgress((progress) => this.#all.forEach((panel) => panel.tell('progress', progress))));
    this._register(engine.onDidProgressSpectra((progress) => this.#all.forEach((panel) => panel.tell('spectraProgress', progress))));
    this._register(engine.onDidProgressGradients((progress) => this.#panels.forEach(({ shown, panel }) => { if (shown.run === progress.run) panel.tell('gradientProgress', progress); })));
    this._register(settings.onDidChange((current) => this.#all.forEach((panel) => panel.tell('settingsChanged', current))));
    this._register(muted.onDidChange(() => this.#all.forEach((panel) => panel.tell('mutedChanged', [...muted.all]))));
    this._register({ dispose: () => this.#all.forEach((panel) => panel.dispose()) });
  }

  /** The panels that are open. */
  get open(): readonly OpenPanel[] {
    return [...this.#panels].map(({ shown, panel }) => ({ ...shown, changesTold: panel.changesTold, isReady: panel.isReady }));
  }

  /** Of all runs together. */
  openForAll(kind: 'overview' | 'density'): void {
    this.#open(kind, null);
  }

  openOfRun(kind: 'run' | 'spectrum' | 'gradients', run: string): void {
    this.#open(kind, run);
  }

  /** Which model to fine-tune by a table or a group of runs; null: by whichever tells most. */
  openForecast(subject: string | null): void {
    this.#open('forecast', null, subject);
  }

  /** The summary of a checkpoint by its path, which may be a folder's. */
  openCheckpoint(path: string): void {
    this.#open('checkpoint', null, path);
  }

  /** Shows the summary of a checkpoint in a panel that the editor has made for its file. */
  adoptCheckpoint(path: string, webview: vscode.WebviewPanel): void {
    this.#adopt({ kind: 'checkpoint', run: null, path }, webview);
  }

  get #all(): readonly Panel[] {
    return [...this.#panels].map(({ panel }) => panel);
  }

  #open(kind: PanelType, run: string | null, path: string | null = null): void {
    const shown = { kind, run, path };
    const known = this.#showing(shown);
    if (known) return known.reveal();
    this.#adopt(shown, vscode.window.createWebviewPanel(panelTypes[kind], this.#titleOf(shown), vscode.ViewColumn.Active));
  }

  async #restore(kind: PanelType, panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const shown = { kind, run: textIn(state, 'run'), path: textIn(state, 'path') };
    const known = kind === 'overview' || kind === 'density' || kind === 'forecast' || shown.run !== null || shown.path !== null;
    if (!known || this.#showing(shown)) panel.dispose();
    else this.#adopt(shown, panel);
  }

  #adopt(shown: Shown, webview: vscode.WebviewPanel): void {
    const entry = { shown, panel: new Panel(webview, shown.kind, this.#extension, this.#hostFor(shown)) };
    this.#panels.add(entry);
    webview.onDidDispose(() => this.#panels.delete(entry));
  }

  #showing({ kind, run, path }: Shown): Panel | undefined {
    return [...this.#panels].find(({ shown }) => shown.kind === kind && shown.run === run && shown.path === path)?.panel;
  }

  #pass(updated: readonly { readonly id: string }[], removed: readonly string[]): void {
    const runs = updated.flatMap(({ id }) => this.#engine.runs.get(id) ?? []);
    for (const { shown, panel } of this.#panels) {
      const concerning = shown.run === null ? runs : runs.filter(({ id }) => id === shown.run);
      const gone = shown.run === null ? removed : removed.filter((id) => id === shown.run);
      if (concerning.length || gone.length) panel.change({ updated: concerning, removed: gone });
      if (shown.run !== null && concerning.length) panel.title = this.#titleOf(shown);
    }
  }

  #titleOf({ kind, run, path }: Shown): string {
    if (kind === 'density') return vscode.l10n.t('Capability Density');
    if (kind === 'forecast') return path === null ? vscode.l10n.t('Forecast Fine-Tuning') : vscode.l10n.t('Forecast by {0}', plainText(baseName(path).replace(/^runs:/, ''), 60));
    if (path !== null) return plainText(baseName(path), 60);
    if (run === null) return vscode.l10n.t('All Runs');
    const name = plainText(this.#engine.runs.get(run)?.name ?? vscode.l10n.t('Run'), 60);
    if (kind === 'gradients') return vscode.l10n.t('Gradients of {0}', name);
    return kind === 'spectrum' ? vscode.l10n.t('Spectra of {0}', name) : name;
  }
}

function textIn(state: unknown, field: 'run' | 'path'): string | null {
  const value = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : null;
}
