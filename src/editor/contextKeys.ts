import * as vscode from 'vscode';
import { contextKeys } from '../model/contributions';
import type { ContextKey } from '../model/contributions';

/** Keeps the conditions of the editor's menus, and tells the editor only of changes. */
export class ContextKeys {
  readonly #values = new Map<ContextKey, boolean>();

  set(values: Readonly<Partial<Record<ContextKey, boolean>>>): void {
    for (const [key, value] of Object.entries(values) as [ContextKey, boolean][]) {
      if (this.#values.get(key) === value) continue;
      this.#values.set(key, value);
      void vscode.commands.executeCommand('setContext', contextKeys[key], value);
    }
  }
}
