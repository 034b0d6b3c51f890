import * as vscode from 'vscode';

/** The translations into the language of the editor, by their English texts; none in English. */
export function phrases(): Readonly<Record<string, string>> {
  return vscode.l10n.bundle ?? {};
}
