import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Rpc } from '../model/rpc';
import type { Handlers, Port } from '../model/rpc';
import type { HostApi, PanelEvents, PanelKind, RunsChange } from '../engine/protocol';
import { Disposable } from './disposable';
import { fewBuffers } from './fewBuffers';
import { panelHtml } from './panelHtml';
import { Throttle } from './throttle';

/** The editor's side of one panel. It is spoken to only while it is visible; when it returns, it asks for itself. */
export class Panel extends Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #rpc: Rpc<PanelEvents, HostApi>;
  readonly #throttle = this._register(new Throttle(500, () => this.#tellChange()));
  readonly #updated = new Map<string, RunsChange['updated'][number]>();
  readonly #removed = new Set<string>();
  #changesTold = 0;
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, kind: PanelKind, extension: vscode.Uri, handlers: Handlers<HostApi>) {
    super();
    this.#panel = panel;
    const folder = vscode.Uri.joinPath(extension, 'dist', 'webview');
    panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    this.#rpc = this._register(new Rpc<PanelEvents, HostApi>(portOf(panel.webview), this.#noting(handlers)));
    panel.webview.html = panelHtml({
      kind,
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, `${kind}.js`)).toString(),
      style: panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, `${kind}.css`)).toString(),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
    });
    this._register(panel.onDidDispose(() => this.dispose()));
  }

  /** How many changes it was told of since it was opened. */
  get changesTold(): number {
    return this.#changesTold;
  }

  /** Whether its page has loaded and asked for what it is to show. */
  get isReady(): boolean {
    return this.#isReady;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  set title(title: string) {
    if (this.#panel.title !== title) this.#panel.title = title;
  }

  /** Changes are gathered, and told at most twice a second. */
  change({ updated, removed }: RunsChange): void {
    for (const run of updated) {
      this.#updated.set(run.id, run);
      this.#removed.delete(run.id);
    }
    for (const id of removed) {
      this.#updated.delete(id);
      this.#removed.add(id);
    }
    this.#throttle.request();
  }

  tell<M extends keyof PanelEvents & string>(event: M, argument: Parameters<PanelEvents[M]>[0]): void {
    if (this.isDisposed || !this.#panel.visible) return;
    if (event === 'changed') this.#changesTold++;
    this.#rpc.call(event, argument as never).catch(() => undefined); // the panel was closed or reloaded meanwhile
  }

  #noting(handlers: Handlers<HostApi>): Handlers<HostApi> {
    return { ...handlers, ready: (request) => {
      this.#isReady = true;
      return handlers.ready(request);
    } };
  }

  #tellChange(): void {
    if (this.#updated.size || this.#removed.size) this.tell('changed', { updated: [...this.#updated.values()], removed: [...this.#removed] });
    this.#updated.clear();
    this.#removed.clear();
  }
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(fewBuffers(message)),
    listen(listener) {
      const listening = webview.onDidReceiveMessage(listener);
      return () => listening.dispose();
    },
  };
}
