import * as vscode from 'vscode';
import { folderOf } from '../model/source';
import type { RunSummary } from '../engine/protocol';
import { canBeAsked, statisticsOf } from './recordedRun';
import { plainText, withoutIcons } from './untrusted';

const recorder = 'plateau_recorder.py';
/** Looked for by the recorder beside its statistics; the name is part of their documented format. */
const stopFile = 'plateau-stop';

/** Copies the recorder into a folder of the workspace and opens it at its explanation. Never overwrites another one unasked. */
export async function addRecorder(extension: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  if (!vscode.workspace.workspaceFolders?.length) return void vscode.window.showInformationMessage(t('Open the folder of your training code first: the recorder is put there.'));
  const folder = await pickWorkspaceFolder();
  if (!folder) return;
  const target = vscode.Uri.joinPath(folder, recorder);
  const [present, own] = await Promise.all([textOf(target), textOf(vscode.Uri.joinPath(extension, 'media', 'recorder', recorder))]);
  const differs = present !== undefined && present !== own;
  const replaces = differs && (await confirmed(t('{0} is already there, and differs from the one that comes with Plateau. Replace it?', recorder), t('Replace'), t('It is of another version, or was edited.')));
  if (present === undefined || replaces) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(own));
  await vscode.window.showTextDocument(target);
}

/** Asks twice, then leaves the file at whose sight the recorder ends the training with a last checkpoint. */
export async function stopGracefully(run: RunSummary): Promise<void> {
  const statistics = statisticsOf(run);
  const name = plainText(run.name, 60);
  if (statistics === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not written by the recorder, so it cannot be asked to stop from here.', name));
    return;
  }
  const { t } = vscode.l10n;
  if (!canBeAsked(run)) return void vscode.window.showInformationMessage(t('{0} has ended already.', name));
  if (!(await confirmed(t('Stop {0} at its next step?', name), t('Stop…'), t('The recorder ends the training after the step it is in and saves a last checkpoint.')))) return;
  if (!(await confirmed(t('Really stop {0}?', name), t('Stop the Run'), t('This cannot be undone; training can only be resumed from the checkpoint.')))) return;
  await vscode.workspace.fs.writeFile(vscode.Uri.file(`${folderOf(statistics)}/${stopFile}`), new TextEncoder().encode('Stop after this step.\n'));
  void vscode.window.showInformationMessage(t('{0} will stop after the step it is in.', name));
}

async function pickWorkspaceFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0]?.uri;
  const items = folders.map(({ name, uri }) => ({ label: withoutIcons(name), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Add the recorder to which folder?') }))?.uri;
}

async function confirmed(question: string, yes: string, detail?: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** Undefined where there is no such file. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.workspace.fs.readFile(uri).then((bytes) => new TextDecoder().decode(bytes), () => undefined);
}
