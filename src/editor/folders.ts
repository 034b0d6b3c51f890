import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { Emitter } from './emitter';

/**
 * The folders in which runs are looked for: those of the workspace that lie on a disk, and those that a person added
 * to be followed without opening them.
 */
export class Folders extends Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = this._register(new Emitter<void>());
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    super();
    this.#state = state;
    this._register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()));
  }

  get all(): readonly string[] {
    return [...new Set([...this.#ofWorkspace(), ...this.added])];
  }

  get added(): readonly string[] {
    return this.#state.get<readonly string[]>(key, []);
  }

  async add(path: string): Promise<void> {
    const folder = slashed(path);
    if (this.all.includes(folder)) return;
    await this.#state.update(key, [...this.added, folder]);
    this.#changed.fire();
  }

  async forget(folder: string): Promise<void> {
    await this.#state.update(key, this.added.filter((added) => added !== folder));
    this.#changed.fire();
  }

  #ofWorkspace(): string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => slashed(uri.fsPath));
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

const key = 'addedFolders';
