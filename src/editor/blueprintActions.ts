import * as vscode from 'vscode';
import { baseName } from '../model/source';
import type { BlueprintSource } from '../engine/protocol';
import { blueprintFiles } from './blueprintFiles';
import type { EngineClient } from './engineClient';
import { pickRun } from './runActions';
import { saveFile } from './saveFile';
import { plainText, withoutIcons } from './untrusted';
import { workspaceEdit } from './workspaceEdit';

/** What is known already of an adaptation that is asked for: by a lens all of it, from the palette nothing. */
interface Asked {
  readonly source?: BlueprintSource;
  readonly path?: string;
  /** As people write it; '' for the share that the blueprint recommends. */
  readonly budget?: string;
  readonly line?: number;
}

/** Asks for a configuration, a blueprint and a budget, and shows the difference that the edit would make before it is made. */
export async function adaptConfiguration(engine: EngineClient, target: unknown): Promise<void> {
  const asked: Asked = typeof target === 'object' && target !== null ? target : {};
  const path = asked.path ?? await pickConfiguration(engine);
  const source = path === undefined ? undefined : asked.source ?? await pickSource(engine);
  const budget = source && (asked.budget ?? await askBudget());
  if (path === undefined || !source || budget === undefined) return;
  const uri = vscode.Uri.file(path);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = await withProgress(vscode.l10n.t('Choosing modules…'), () => engine.ask('adapt', { path, text: document.getText(), source, budget, line: asked.line ?? null }));
  if ('error' in edit) return refuse(edit.error);
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  if (await vscode.workspace.applyEdit(workspaceEdit(uri, edit)) && edit.notes.length > 0) void vscode.window.showInformationMessage(plainText(edit.notes.join(' '), longestNote));
}

const longestNote = 400;

/** Says why a blueprint does not serve a configuration, and offers another one. */
export async function explainRefusal(engine: EngineClient, target: unknown): Promise<void> {
  const { error, path } = (typeof target === 'object' && target !== null ? target : {}) as { readonly error?: unknown; readonly path?: unknown };
  if (typeof error !== 'string' || typeof path !== 'string') return;
  const another = vscode.l10n.t('Adapt to Another Blueprint…');
  if (await vscode.window.showInformationMessage(plainText(error, longestNote), another) === another) await adaptConfiguration(engine, { path });
}

/** Writes what a run tells of its gradients as a blueprint, where the person wants it. */
export async function exportBlueprint(engine: EngineClient, id: string | undefined): Promise<void> {
  const measured = [...engine.runs.values()].filter(({ hasGradients }) => hasGradients);
  if (id === undefined && measured.length === 0) return refuse(vscode.l10n.t('No run here tells of its gradients: a blueprint needs norms by module in a log, or a checkpoint with the state of its optimizer.'));
  const run = engine.runs.get(id ?? '') ?? await pickRun(measured, vscode.l10n.t('Export the blueprint of which run?'));
  if (!run) return;
  const made = await withProgress(vscode.l10n.t('Reading gradients…'), () => engine.ask('exportBlueprint', { kind: 'run', run: run.id }));
  if ('error' in made) refuse(made.error);
  else await saveFile(made.name, made.text, run.folder);
}

function refuse(sentence: string): void {
  void vscode.window.showErrorMessage(plainText(sentence, longestNote));
}

/** The one that is open, else one of those in the workspace. */
async function pickConfiguration(engine: EngineClient): Promise<string | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const shown = open?.scheme === 'file' ? [pathOf(open)] : [];
  if ((await engine.ask('adaptable', shown)).length > 0) return shown[0];
  const files = await vscode.workspace.findFiles('**/*.{yaml,yml,json,py}', '**/{node_modules,.git,site-packages}/**', mostConfigurations);
  const paths = await engine.ask('adaptable', files.map(pathOf));
  if (paths.length === 0) refuse(vscode.l10n.t('No configuration here says which modules are trained: Plateau looks for the keys of PEFT, axolotl and LLaMA-Factory, and for calls of LoraConfig.'));
  return pick(paths.map((path) => ({ label: withoutIcons(baseName(path)), description: withoutIcons(vscode.workspace.asRelativePath(path)), value: path })), vscode.l10n.t('Adapt which configuration?'));
}

const mostConfigurations = 1000;

async function pickSource(engine: EngineClient): Promise<BlueprintSource | undefined> {
  const { t } = vscode.l10n;
  const files = (await blueprintFiles()).map((path) => ({ label: `$(json) ${withoutIcons(baseName(path))}`, description: withoutIcons(vscode.workspace.asRelativePath(path)), value: { kind: 'file', path } as const }));
  const runs = [...engine.runs.values()].filter(({ hasGradients }) => hasGradients)
    .map(({ id, name, relativePath }) => ({ label: `$(graph-line) ${withoutIcons(name)}`, description: withoutIcons(relativePath), detail: t('made from what the run tells of its gradients'), value: { kind: 'run', run: id } as const }));
  const other = { label: `$(folder-opened) ${t('Another blueprint or checkpoint…')}`, value: undefined };
  const picked = await vscode.window.showQuickPick<{ label: string; value: BlueprintSource | undefined }>([...files, ...runs, other], { placeHolder: t('By which blueprint?') });
  return picked && (picked.value ?? await openSource());
}

async function openSource(): Promise<BlueprintSource | undefined> {
  const [uri] = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: true, title: vscode.l10n.t('A blueprint, or a checkpoint with its optimizer') }) ?? [];
  return uri && { kind: uri.fsPath.endsWith('.json') ? 'file' : 'checkpoint', path: pathOf(uri) };
}

function askBudget(): Thenable<string | undefined> {
  const { t } = vscode.l10n;
  return vscode.window.showInputBox({
    title: t('What may be trained?'), value: '20 %',
    prompt: t('A share of the parameters (20 %), a number of them (50 M), memory for training them (2 GB), a share of the time of full tuning (80 % time), or nothing for what the blueprint recommends'),
  });
}

async function pick<T>(items: readonly (vscode.QuickPickItem & { readonly value: T })[], placeHolder: string): Promise<T | undefined> {
  return items.length <= 1 ? items[0]?.value : (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.value;
}

function pathOf({ fsPath }: vscode.Uri): string {
  return fsPath.replaceAll('\\', '/');
}

function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}
