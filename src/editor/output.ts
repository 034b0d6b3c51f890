import * as vscode from 'vscode';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';

/** The channel where people can read what went wrong and was survived. It is made when there is something to read. */
export class Output extends Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  constructor(engine: EngineClient) {
    super();
    this._register(engine.onDidTrouble((message) => this.#opened().warn(message)));
  }

  show(): void {
    this.#opened().show();
  }

  #opened(): vscode.LogOutputChannel {
    this.#channel ??= this._register(vscode.window.createOutputChannel('Plateau', { log: true }));
    return this.#channel;
  }
}
