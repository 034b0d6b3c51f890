import * as vscode from 'vscode';
import type { OfferedEdit } from '../engine/protocol';

/**
 * The edit as the editor makes it: undone in one step, and shown as a difference first where that is asked for. The editor shows the
 * difference when any change needs to be confirmed, and leaves those unticked; so it is an empty one that does, and the others are ticked.
 */
export function workspaceEdit(uri: vscode.Uri, { title, changes, preview }: Pick<OfferedEdit, 'title' | 'changes' | 'preview'>): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const label = preview ? { needsConfirmation: false, label: title } : undefined;
  for (const { line, column, endLine, endColumn, newText } of changes) edit.replace(uri, new vscode.Range(line, column, endLine, endColumn), newText, label);
  if (preview) edit.insert(uri, new vscode.Position(0, 0), '', { needsConfirmation: true, label: vscode.l10n.t('Apply makes the ticked changes') });
  return edit;
}
