import * as vscode from 'vscode';
import { Disposable } from './disposable';

const pattern = '**/*.blueprint.json';

/** The blueprints that lie in the workspace; looked for at first use. */
export class BlueprintFiles extends Disposable {
  #found: Promise<readonly string[]> | undefined;

  constructor() {
    super();
    const watcher = this._register(vscode.workspace.createFileSystemWatcher(pattern, false, true, false));
    const forget = () => { this.#found = undefined; };
    this._register(watcher.onDidCreate(forget));
    this._register(watcher.onDidDelete(forget));
  }

  /** Their paths, with '/' between the segments. */
  all(): Promise<readonly string[]> {
    this.#found ??= blueprintFiles();
    return this.#found;
  }
}

/** The blueprints that lie in the workspace now. */
export async function blueprintFiles(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', most);
  return found.map(({ fsPath }) => fsPath.replaceAll('\\', '/')).sort();
}

const most = 50;
