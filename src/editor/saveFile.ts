import * as vscode from 'vscode';
import { withoutControls } from '../model/withoutControls';

/** Asks where to save and writes there. False when the person declined or it could not be written, which is said. */
export async function saveFile(suggestedName: string, data: string | Uint8Array, folder?: string): Promise<boolean> {
  const base = folder ? vscode.Uri.file(folder) : vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = withoutControls(suggestedName, '-').replace(/[/\\:*?"<>|]+/g, '-').replace(/^[.\s]+/, '') || 'run';
  const uri = await vscode.window.showSaveDialog({ defaultUri: base ? vscode.Uri.joinPath(base, name) : vscode.Uri.file(name) });
  if (!uri) return false;
  try {
    await vscode.workspace.fs.writeFile(uri, typeof data === 'string' ? new TextEncoder().encode(data) : data);
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be written: {1}', uri.fsPath, error instanceof Error ? error.message : String(error)));
    return false;
  }
}
