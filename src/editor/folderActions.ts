import * as vscode from 'vscode';
import { runsView } from '../model/contributions';
import { baseName } from '../model/source';
import type { Folders } from './folders';
import { withoutIcons } from './untrusted';

/** Asks for a folder to follow in addition; the workspace stays as it is. */
export async function chooseFolder(folders: Folders): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFolders: true, canSelectFiles: false, canSelectMany: false,
    openLabel: vscode.l10n.t('Follow'), title: vscode.l10n.t('Folder with training runs'),
  });
  if (!chosen?.length) return;
  await folders.add(chosen[0].fsPath);
  await showRuns();
}

export async function forgetFolder(folders: Folders): Promise<void> {
  const items = folders.added.map((folder) => ({ label: withoutIcons(baseName(folder)), description: withoutIcons(folder), folder }));
  const picked = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which folder?') }) : items[0];
  if (picked) await folders.forget(picked.folder);
  else if (items.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('No folder is followed beside those of the workspace.'));
}

/** Copies the sample runs to a place of their own, where they may be played with, and follows them there. */
export async function openSamples(folders: Folders, context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalStorageUri'>): Promise<void> {
  const target = vscode.Uri.joinPath(context.globalStorageUri, 'samples');
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'samples', 'runs'), target, { overwrite: true });
  await folders.add(target.fsPath);
  await showRuns();
}

async function showRuns(): Promise<void> {
  await vscode.commands.executeCommand(`${runsView.id}.focus`);
}
