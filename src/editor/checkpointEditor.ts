import * as vscode from 'vscode';
import { checkpointEditors } from '../model/contributions';
import { Disposable } from './disposable';
import type { Panels } from './panels';

/** Opens checkpoints as a summary of what is in them, instead of as bytes. Nothing of the file is read here. */
export class CheckpointEditor extends Disposable implements vscode.CustomReadonlyEditorProvider {
  readonly #panels: Panels;

  constructor(panels: Panels) {
    super();
    this.#panels = panels;
    for (const { viewType } of checkpointEditors) this._register(vscode.window.registerCustomEditorProvider(viewType, this));
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    this.#panels.adoptCheckpoint(uri.fsPath.replace(/\\/g, '/'), panel);
  }
}
