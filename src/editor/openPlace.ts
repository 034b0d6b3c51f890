import * as vscode from 'vscode';
import type { Place } from '../engine/protocol';

/** Opens a file at a place; the editor itself says what is wrong with a file that is gone. */
export async function openPlace(place: Place): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', ...placeArguments(place));
}

/** Arguments of the editor's own command for opening files. */
export function placeArguments(place: Place): [vscode.Uri, vscode.TextDocumentShowOptions] {
  return [vscode.Uri.file(place.path), { selection: rangeOf(place), preview: true }];
}

export function rangeOf({ line, column, endColumn }: Place): vscode.Range {
  return new vscode.Range(line, column, line, Math.max(column, endColumn));
}
