import assert from 'node:assert/strict';
import { extensions, Uri, workspace } from 'vscode';
import type { PlateauExports } from '../../src/editor/exports';
import type { RunSummary } from '../../src/engine/protocol';

/** What the extension lets others read, once it is active. */
export async function plateau(): Promise<PlateauExports> {
  const extension = extensions.getExtension<PlateauExports>('plateau.plateau');
  assert.ok(extension, 'VS Code does not know the extension');
  return extension.activate();
}

/** A file of the repository that the extension runs from. */
export function repositoryFile(...path: readonly string[]): Uri {
  const extension = extensions.getExtension('plateau.plateau');
  assert.ok(extension);
  return Uri.joinPath(extension.extensionUri, ...path);
}

/** A file of the workspace under test. */
export function workspaceFile(...path: readonly string[]): Uri {
  const folder = workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return Uri.joinPath(folder.uri, ...path);
}

/** What `look` finds, as soon as it finds something; fails with what it was waiting for. */
export async function eventually<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, milliseconds = 20_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The run whose folder or file has this name, once it was judged. */
export function judgedRun(name: string, milliseconds?: number): Promise<RunSummary> {
  return eventually(`the verdict on ${name}`, async () => (await plateau()).runs().find((run) => run.id.includes(name) && run.verdict.badge !== '…'), milliseconds);
}
