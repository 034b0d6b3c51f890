import * as vscode from 'vscode';
import type { OfferedEdit } from '../engine/protocol';

/** The edit as the editor makes it: undone in one step, and shown as a difference first where that is asked for. */
export function workspaceEdit(uri: vscode.Uri, { title, changes, preview }: Pick<OfferedEdit, 'title' | 'changes' | 'preview'>): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const metadata = preview ? { needsConfirmation: true, label: title } : undefined;
  for (const { line, column, endLine, endColumn, newText } of changes) edit.replace(uri, new vscode.Range(line, column, endLine, endColumn), newText, metadata);
  return edit;
}
