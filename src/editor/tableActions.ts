import * as vscode from 'vscode';
import type { ColumnOffer } from '../engine/protocol';
import type { TableMapping } from '../model/tableMapping';
import type { TableRole } from '../model/tableRole';
import type { EngineClient } from './engineClient';
import { withoutIcons } from './untrusted';
import type { WorkspaceSettings } from './workspaceSettings';

/** Asks what the columns of a table say, the essential ones first, and writes the answer to the workspace's settings. */
export async function useAsTable(engine: EngineClient, settings: WorkspaceSettings, target: unknown): Promise<void> {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri ?? await chooseFile();
  if (!uri) return;
  const path = uri.fsPath.replaceAll('\\', '/');
  const columns = await engine.ask('tableColumns', path);
  if ('error' in columns) return void vscode.window.showErrorMessage(columns.error);
  const mapping = await askRoles(columns);
  if (!mapping || Object.keys(mapping).length === 0) return;
  const pattern = vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  if (await settings.writeTables({ ...settings.current['tables.columns'], [pattern]: mapping })) await vscode.commands.executeCommand('plateau.openDensity');
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ canSelectMany: false, openLabel: vscode.l10n.t('Use as a Table'), filters: { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'json', 'jsonl'] } });
  return chosen?.[0];
}

/** Undefined when the person gave up; a role that is left out has no column. */
async function askRoles(columns: readonly ColumnOffer[]): Promise<TableMapping | undefined> {
  const mapping: Partial<Record<TableRole, string | readonly string[]>> = {};
  const questions = questionsOf();
  for (const [i, { role, question, several }] of questions.entries()) {
    const title = vscode.l10n.t('Table of models ({0} of {1})', i + 1, questions.length);
    const answer = await (several ? askSeveral(columns, role, title, question) : askOne(columns, role, title, question));
    if (answer === undefined) return undefined;
    if (answer.length > 0) mapping[role] = several ? answer : answer[0];
  }
  return mapping;
}

interface Question {
  readonly role: TableRole;
  readonly question: string;
  readonly several?: boolean;
}

function questionsOf(): readonly Question[] {
  const { t } = vscode.l10n;
  return [
    { role: 'model', question: t('Which column names the models or runs?') },
    { role: 'parameters', question: t('Which holds their parameters?') },
    { role: 'tokens', question: t('Which holds the training tokens?') },
    { role: 'score', question: t('Which hold scores of benchmarks?'), several: true },
    { role: 'loss', question: t('Which holds the final loss?') },
    { role: 'date', question: t('Which holds the release dates?') },
    { role: 'dataSize', question: t('Which holds the number of samples for fine-tuning?') },
    { role: 'original', question: t('Which names the model that each was compressed from?') },
    { role: 'bits', question: t('Which holds the bits per parameter?') },
    { role: 'activeParameters', question: t('Which holds the active parameters of mixtures of experts?') },
  ];
}

async function askOne(columns: readonly ColumnOffer[], role: TableRole, title: string, placeHolder: string): Promise<readonly string[] | undefined> {
  const none = { label: vscode.l10n.t('None'), column: undefined };
  const items = columns.map(itemOf);
  const guessed = items.filter(({ role: guess }) => guess === role);
  const ordered = [...guessed, none, ...items.filter((item) => !guessed.includes(item))];
  const picked = await vscode.window.showQuickPick(ordered, { title, placeHolder, matchOnDescription: true });
  return picked && (picked.column === undefined ? [] : [picked.column]);
}

async function askSeveral(columns: readonly ColumnOffer[], role: TableRole, title: string, placeHolder: string): Promise<readonly string[] | undefined> {
  const items = columns.filter(({ numeric }) => numeric).map((column) => ({ ...itemOf(column), picked: column.role === role }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true, matchOnDescription: true }))?.map(({ column }) => column);
}

function itemOf({ name, sample, role }: ColumnOffer) {
  return { label: withoutIcons(name), description: withoutIcons(sample), column: name, role };
}
