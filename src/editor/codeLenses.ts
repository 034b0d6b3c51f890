import * as vscode from 'vscode';
import type { CommandId } from '../model/contributions';
import type { LensFact } from '../engine/protocol';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { Throttle } from './throttle';
import { withoutIcons } from './untrusted';
import type { WorkspaceSettings } from './workspaceSettings';

/** What runs say about the lines of a configuration, above those lines. The engine answers from what it has computed. */
export class CodeLenses extends Disposable implements vscode.CodeLensProvider {
  readonly #engine: EngineClient;
  readonly #settings: WorkspaceSettings;
  readonly #changed = this._register(new vscode.EventEmitter<void>());
  readonly #throttle = this._register(new Throttle(1000, () => this.#changed.fire()));

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(engine: EngineClient, settings: WorkspaceSettings) {
    super();
    this.#engine = engine;
    this.#settings = settings;
    this._register(vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.{yaml,yml,json,py,toml,sh}' }, this));
    this._register(engine.onDidChange(() => this.#throttle.request()));
    this._register(settings.onDidChange(() => this.#throttle.request()));
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!this.#settings.current['codeLens.enabled']) return [];
    const text = document.getText();
    if (text.length > largest) return [];
    const path = document.uri.fsPath.replaceAll('\\', '/');
    const facts = await this.#engine.ask('lenses', { path, text }).catch(() => []); // the engine's end is told of elsewhere
    return token.isCancellationRequested ? [] : facts.map(lensOf);
  }
}

function lensOf(fact: LensFact): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(fact.line, 0, fact.line, 0), { ...opening(fact), title: withoutIcons(fact.text) });
}

/** What a lens opens. */
function opening({ run, panel, subject, line, budget }: LensFact): { readonly command: CommandId; readonly arguments: unknown[] } {
  switch (panel) {
    case 'spectrum': return { command: 'plateau.openSpectrum', arguments: [run] };
    case 'forecast': return { command: 'plateau.openForecast', arguments: subject === undefined ? [] : [subject] };
    case 'density': return { command: 'plateau.openDensity', arguments: [] };
    case 'adaptation': return { command: 'plateau.adaptConfiguration', arguments: [{ source: { kind: 'run', run }, path: subject, line, budget: String(budget ?? '') }] };
    case undefined: return { command: 'plateau.openRun', arguments: [run] };
  }
}

/** Characters; no configuration is longer, but generated JSON can be. */
const largest = 500_000;
