import * as vscode from 'vscode';
import { panelTypes } from '../model/contributions';
import type { Handlers } from '../model/rpc';
import type { HostApi, PanelStart } from '../engine/protocol';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { Panel } from './panel';
import { plainText } from './untrusted';
import type { WorkspaceSettings } from './workspaceSettings';

/** Makes the calls that a panel may make, given what it shows. */
export type HostFor = (start: Pick<PanelStart, 'kind' | 'run'>) => Handlers<HostApi>;

export interface OpenPanel {
  /** Null for the overview. */
  readonly run: string | null;
  /** How many changes it was told of since it was opened. */
  readonly changesTold: number;
}

/** All open panels: one for each run that is looked at, and one for all runs together. They come back after a reload. */
export class Panels extends Disposable {
  readonly #engine: EngineClient;
  readonly #extension: vscode.Uri;
  readonly #hostFor: HostFor;
  /** By run; the overview under the empty name. */
  readonly #panels = new Map<string, Panel>();

  constructor(engine: EngineClient, settings: WorkspaceSettings, extension: vscode.Uri, hostFor: HostFor) {
    super();
    this.#engine = engine;
    this.#extension = extension;
    this.#hostFor = hostFor;
    for (const [kind, type] of Object.entries(panelTypes) as [PanelStart['kind'], string][]) {
      this._register(vscode.window.registerWebviewPanelSerializer(type, { deserializeWebviewPanel: (panel, state) => this.#restore(kind, panel, state) }));
    }
    this._register(engine.onDidChange(({ updated, removed }) => this.#pass(updated, removed)));
    this._register(engine.onDidProgress((progress) => this.#panels.forEach((panel) => panel.tell('progress', progress))));
    this._register(settings.onDidChange((current) => this.#panels.forEach((panel) => panel.tell('settingsChanged', current))));
    this._register({ dispose: () => this.#panels.forEach((panel) => panel.dispose()) });
  }

  /** The panels that are open. */
  get open(): readonly OpenPanel[] {
    return [...this.#panels].map(([name, { changesTold }]) => ({ run: name === overview ? null : name, changesTold }));
  }

  openRun(run: string): void {
    this.#open('run', run, this.#titleOf(run));
  }

  openOverview(): void {
    this.#open('overview', overview, vscode.l10n.t('All Runs'));
  }

  #open(kind: PanelStart['kind'], name: string, title: string): void {
    const known = this.#panels.get(name);
    if (known) return known.reveal();
    this.#adopt(kind, name, vscode.window.createWebviewPanel(panelTypes[kind], title, vscode.ViewColumn.Active));
  }

  async #restore(kind: PanelStart['kind'], panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const name = kind === 'overview' ? overview : runIn(state);
    if (name === undefined || this.#panels.has(name)) panel.dispose();
    else this.#adopt(kind, name, panel);
  }

  #adopt(kind: PanelStart['kind'], name: string, webview: vscode.WebviewPanel): void {
    const panel = new Panel(webview, kind, this.#extension, this.#hostFor({ kind, run: kind === 'run' ? name : null }));
    this.#panels.set(name, panel);
    webview.onDidDispose(() => this.#panels.delete(name));
  }

  #pass(updated: readonly { readonly id: string }[], removed: readonly string[]): void {
    const runs = updated.flatMap(({ id }) => this.#engine.runs.get(id) ?? []);
    for (const [name, panel] of this.#panels) {
      const concerning = name === overview ? runs : runs.filter(({ id }) => id === name);
      const gone = name === overview ? removed : removed.filter((id) => id === name);
      if (concerning.length || gone.length) panel.change({ updated: concerning, removed: gone });
      if (name !== overview && concerning.length) panel.title = this.#titleOf(name);
    }
  }

  #titleOf(run: string): string {
    return plainText(this.#engine.runs.get(run)?.name ?? vscode.l10n.t('Run'), 60);
  }
}

const overview = '';

function runIn(state: unknown): string | undefined {
  const run = typeof state === 'object' && state !== null && 'run' in state ? state.run : undefined;
  return typeof run === 'string' ? run : undefined;
}
