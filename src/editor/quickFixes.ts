import * as vscode from 'vscode';
import type { OfferedEdit } from '../engine/protocol';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { withoutIcons } from './untrusted';
import { workspaceEdit } from './workspaceEdit';

/** Offers what a finding advises as an edit of the person's own configuration: previewed like any other, undone as usual. */
export class QuickFixes extends Disposable implements vscode.CodeActionProvider {
  readonly #engine: EngineClient;

  constructor(engine: EngineClient) {
    super();
    this.#engine = engine;
    this._register(vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: '**/*.{yaml,yml,json,py,toml,sh}' }, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }));
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range, { diagnostics }: vscode.CodeActionContext): Promise<vscode.CodeAction[]> {
    if (!this.#engine.runs.size) return [];
    const offered = await this.#engine.ask('edits', { path: document.uri.fsPath.replaceAll('\\', '/'), text: document.getText() })
      .catch(() => []); // the engine's end is told of elsewhere
    const here = offered.filter(({ lines }) => lines.some((line) => line >= range.start.line && line <= range.end.line));
    return unique(here).map((edit) => actionOf(document.uri, edit, diagnostics));
  }
}

function actionOf(uri: vscode.Uri, edit: OfferedEdit, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(withoutIcons(edit.title), edit.rule === undefined ? vscode.CodeActionKind.RefactorRewrite : vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(uri, edit);
  action.diagnostics = diagnostics.filter(({ source, code }) => source === 'Plateau' && typeof code === 'object' && code.value === edit.rule);
  return action;
}

/** Several runs may advise the same. */
function unique(offered: readonly OfferedEdit[]): readonly OfferedEdit[] {
  return [...new Map(offered.map((edit) => [JSON.stringify(edit.changes), edit])).values()];
}
