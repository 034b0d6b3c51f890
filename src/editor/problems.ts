import * as vscode from 'vscode';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { MutedRuns } from './mutedRuns';
import { rangeOf } from './openPlace';
import { problemsOf } from './problemsModel';
import type { Problem, Severity } from './problemsModel';
import { Throttle } from './throttle';

/** Keeps the findings of all runs in Problems, and tells the editor only of files whose problems changed. */
export class Problems extends Disposable {
  readonly #engine: EngineClient;
  readonly #muted: MutedRuns;
  /** The page that explains every rule under its name. */
  readonly #rules: vscode.Uri;
  readonly #collection = this._register(vscode.languages.createDiagnosticCollection('plateau'));
  readonly #throttle = this._register(new Throttle(500, () => this.#update()));
  readonly #shown = new Map<string, string>();

  constructor(engine: EngineClient, muted: MutedRuns, extension: vscode.Uri) {
    super();
    this.#engine = engine;
    this.#muted = muted;
    this.#rules = vscode.Uri.joinPath(extension, 'docs', 'rules.md');
    this._register(engine.onDidChange(() => this.#throttle.request()));
    this._register(muted.onDidChange(() => this.#throttle.request()));
  }

  #update(): void {
    const files = problemsOf(this.#engine.runs.values(), this.#muted.all, Date.now(), vscode.l10n.t);
    const gone = [...this.#shown.keys()].filter((path) => !files.has(path));
    const changed = [...files].filter(([path, problems]) => this.#changes(path, problems));
    for (const path of gone) this.#shown.delete(path);
    if (!changed.length && !gone.length) return;
    this.#collection.set([
      ...gone.map((path): [vscode.Uri, undefined] => [vscode.Uri.file(path), undefined]),
      ...changed.map(([path, problems]): [vscode.Uri, vscode.Diagnostic[]] => [vscode.Uri.file(path), problems.map((problem) => this.#diagnostic(problem))]),
    ]);
  }

  #changes(path: string, problems: readonly Problem[]): boolean {
    const content = JSON.stringify(problems);
    const changes = this.#shown.get(path) !== content;
    this.#shown.set(path, content);
    return changes;
  }

  #diagnostic(problem: Problem): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(rangeOf(problem.place), problem.message, severities[problem.severity]);
    diagnostic.source = 'Plateau';
    diagnostic.code = { value: problem.rule, target: this.#rules.with({ fragment: problem.rule }) };
    diagnostic.relatedInformation = problem.related.map((place) => (
      new vscode.DiagnosticRelatedInformation(new vscode.Location(vscode.Uri.file(place.path), rangeOf(place)), place.message)));
    return diagnostic;
  }
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
