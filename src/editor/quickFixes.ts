import * as vscode from 'vscode';
import type { OfferedEdit } from '../engine/protocol';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { withoutIcons } from './untrusted';

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
    const here = offered.filter(({ line }) => line >= range.start.line && line <= range.end.line);
    return unique(here).map((edit) => actionOf(document.uri, edit, diagnostics));
  }
}

function actionOf(uri: vscode.Uri, { rule, line, column, endColumn, title, newText }: OfferedEdit, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(withoutIcons(title), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, new vscode.Range(line, column, line, endColumn), newText);
  action.diagnostics = diagnostics.filter(({ source, code }) => source === 'Plateau' && typeof code === 'object' && code.value === rule);
  return action;
}

/** Several runs may advise the same. */
function unique(offered: readonly OfferedEdit[]): readonly OfferedEdit[] {
  return [...new Map(offered.map((edit) => [`${edit.line}:${edit.column}:${edit.newText}`, edit])).values()];
}
