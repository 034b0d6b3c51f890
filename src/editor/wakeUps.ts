import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { DisposableValue } from './disposableValue';
import type { EngineClient } from './engineClient';
import type { Folders } from './folders';
import { Throttle } from './throttle';

/**
 * Tells the engine of files that the editor saw change, so that it looks at once. It finds and follows them without
 * this too: watchers say nothing in folders that files.watcherExclude names, nor on network file systems.
 */
export class WakeUps extends Disposable {
  readonly #paths = new Set<string>();
  readonly #watchers = this._register(new DisposableValue<vscode.Disposable>());
  readonly #throttle: Throttle;

  constructor(engine: EngineClient, folders: Folders) {
    super();
    this.#throttle = this._register(new Throttle(100, () => {
      engine.wake([...this.#paths]);
      this.#paths.clear();
    }));
    const soon = setImmediate(() => this.#watch(folders)); // not while the editor waits for us to activate
    this._register({ dispose: () => clearImmediate(soon) });
    this._register(folders.onDidChange(() => this.#watch(folders)));
  }

  #watch(folders: Folders): void {
    const watchers = folders.all.map((folder) => vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), logs)));
    const listen = (uri: vscode.Uri) => this.#changed(uri);
    const listeners = watchers.flatMap((watcher) => [watcher.onDidCreate(listen), watcher.onDidChange(listen), watcher.onDidDelete(listen)]);
    this.#watchers.value = vscode.Disposable.from(...watchers, ...listeners);
  }

  #changed({ fsPath }: vscode.Uri): void {
    if (uninteresting.test(fsPath)) return;
    this.#paths.add(fsPath);
    this.#throttle.request();
  }
}

const logs = '**/*{.jsonl,.json,.csv,.tsv,.log,.txt,.out,.err,.yaml,.yml,.toml,.py,.tfevents.*}';
const uninteresting = /[\\/](?:node_modules|\.git|\.venv|__pycache__)[\\/]/;
