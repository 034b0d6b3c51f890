import * as vscode from 'vscode';
import { settingDescriptors, settingsFrom, withSetting } from '../model/settings';
import type { SettingKey, Settings } from '../model/settings';
import type { TableMappings } from '../model/tableMapping';
import { Disposable } from './disposable';
import { Emitter } from './emitter';

/** The settings as they stand in the editor now. */
export class WorkspaceSettings extends Disposable {
  readonly #changed = this._register(new Emitter<Settings>());
  #current = read();

  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this._register(vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(section)) return;
      this.#current = read();
      this.#changed.fire(this.#current);
    }));
  }

  get current(): Settings {
    return this.#current;
  }

  /** Writes a setting of this workspace, or the person's own where no workspace is open. False: it was refused. */
  async write(key: string, value: string | number | boolean): Promise<boolean> {
    const checked = withSetting(this.#current, key, String(value));
    if ('error' in checked) {
      void vscode.window.showErrorMessage(checked.error);
      return false;
    }
    const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    return update(key, checked[key as SettingKey], target);
  }

  /** Writes what the columns of tables say. False: it could not be written. */
  writeTables(mappings: TableMappings): Promise<boolean> {
    return update('tables.columns', mappings, vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
  }

  /** The person does not want notifications, here or anywhere. */
  async turnNotifications(on: boolean): Promise<void> {
    await update('notifications.enabled', on ? undefined : false, vscode.ConfigurationTarget.Global);
  }
}

/** Shows a setting where it can be changed, or all of ours for a name that is none. */
export async function openSetting(key: string): Promise<void> {
  const query = Object.hasOwn(settingDescriptors, key) ? `@id:${section}.${key}` : '@ext:plateau.plateau';
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

function read(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  return settingsFrom(Object.fromEntries(Object.keys(settingDescriptors).map((key) => [key, plain(configuration.get(key))])));
}

/** The editor hands out objects that watch who writes to them; those cannot be sent to a thread. */
function plain(value: unknown): unknown {
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}

async function update(key: string, value: unknown, target: vscode.ConfigurationTarget): Promise<boolean> {
  try {
    await vscode.workspace.getConfiguration(section).update(key, value, target);
    return true;
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The setting {0} could not be written: {1}', `${section}.${key}`, error instanceof Error ? error.message : String(error)));
    return false;
  }
}

const section = 'plateau';
