import * as vscode from 'vscode';
import type { CommandId } from '../model/contributions';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { MutedRuns } from './mutedRuns';
import { statusOf } from './statusModel';
import type { Status } from './statusModel';
import { Throttle } from './throttle';

/** One item: the run that needs attention most. */
export class StatusBar extends Disposable {
  readonly #engine: EngineClient;
  readonly #muted: MutedRuns;
  readonly #item = this._register(vscode.window.createStatusBarItem('plateau.status', vscode.StatusBarAlignment.Left, 10));
  readonly #throttle = this._register(new Throttle(500, () => this.#update()));
  #shown: Status | undefined;

  constructor(engine: EngineClient, muted: MutedRuns) {
    super();
    this.#engine = engine;
    this.#muted = muted;
    this.#item.name = 'Plateau';
    this._register(engine.onDidChange(() => this.#throttle.request()));
    this._register(muted.onDidChange(() => this.#throttle.request()));
  }

  /** What it shows now; undefined while it is hidden. */
  get shown(): Status | undefined {
    return this.#shown;
  }

  #update(): void {
    this.#shown = statusOf(this.#engine.runs.values(), this.#muted.all, Date.now(), vscode.l10n.t);
    if (!this.#shown) return this.#item.hide();
    const { text, background, tooltip, run } = this.#shown;
    this.#item.text = text;
    this.#item.tooltip = new vscode.MarkdownString(tooltip, true);
    this.#item.backgroundColor = background && new vscode.ThemeColor(`statusBarItem.${background}Background`);
    this.#item.accessibilityInformation = { label: `Plateau: ${text.replace(/^\$\([a-z-]+\) /, '')}`, role: 'button' };
    this.#item.command = commandOf(run);
    this.#item.show();
  }
}

function commandOf(run: string | null): vscode.Command {
  const id: CommandId = run === null ? 'plateau.openOverview' : 'plateau.openRun';
  return { command: id, title: 'Plateau', arguments: run === null ? [] : [run] };
}
