import * as vscode from 'vscode';
import type { OfferedEdit, RefusedAdaptation } from '../engine/protocol';
import type { CommandId } from '../model/contributions';
import { BlueprintFiles } from './blueprintFiles';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { withoutIcons } from './untrusted';
import { workspaceEdit } from './workspaceEdit';

/** Offers what findings advise and blueprints recommend as edits of the person's own configuration, undone as usual; longer ones are shown first. */
export class QuickFixes extends Disposable implements vscode.CodeActionProvider {
  readonly #engine: EngineClient;
  readonly #blueprints = this._register(new BlueprintFiles());

  constructor(engine: EngineClient) {
    super();
    this.#engine = engine;
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];
    this._register(vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/*.{yaml,yml,json,py,toml,sh}' }, this, { providedCodeActionKinds }));
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range, { diagnostics }: vscode.CodeActionContext): Promise<vscode.CodeAction[]> {
    const config = { path: document.uri.fsPath.replaceAll('\\', '/'), text: document.getText() };
    if (config.text.length > largest) return [];
    const lines = { fromLine: range.start.line, toLine: range.end.line };
    const [advised, adapted] = await Promise.all([
      this.#engine.ask('edits', config),
      this.#engine.ask('adaptations', { ...config, ...lines, blueprints: await this.#blueprints.all() }),
    ]).catch(() => [[], []] as const); // the engine's end is told of elsewhere
    const here = [...advised, ...adapted].filter((edit) => edit.lines.some((line) => line >= lines.fromLine && line <= lines.toLine));
    return [...unique(here.filter(isEdit)).map((edit) => actionOf(document.uri, edit, diagnostics)), ...here.flatMap((one) => (isEdit(one) ? [] : [refused(config.path, one)]))];
  }
}

function isEdit(offered: OfferedEdit | RefusedAdaptation): offered is OfferedEdit {
  return 'changes' in offered;
}

/** A question whose answer is the reason: a disabled action would not be shown behind the lightbulb at all. */
function refused(path: string, { title, error }: RefusedAdaptation): vscode.CodeAction {
  const action = new vscode.CodeAction(withoutIcons(title), vscode.CodeActionKind.RefactorRewrite);
  action.command = { command: 'plateau.explainRefusal' satisfies CommandId, title: action.title, arguments: [{ error, path }] };
  return action;
}

function actionOf(uri: vscode.Uri, edit: OfferedEdit, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(withoutIcons(edit.title), edit.rule === undefined ? vscode.CodeActionKind.RefactorRewrite : vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(uri, edit);
  action.diagnostics = diagnostics.filter(({ source, code }) => source === 'Plateau' && typeof code === 'object' && code.value === edit.rule);
  return action;
}

/** Several runs may advise the same, and a file may be the blueprint of one. */
function unique(offered: readonly OfferedEdit[]): readonly OfferedEdit[] {
  const changes = offered.map((edit) => JSON.stringify(edit.changes));
  return offered.filter((_, i) => changes.indexOf(changes[i]) === i);
}

/** Characters; no configuration is longer, but generated JSON can be. */
const largest = 500_000;
