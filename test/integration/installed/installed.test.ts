import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { suite, test } from '../runner';

suite('the installed package', () => {
  test('is the packaged extension, not the checkout', () => {
    const extension = extensions.getExtension('plateau.plateau');
    assert.ok(extension, 'VS Code does not know the extension');
    assert.match(extension.extensionPath, /[\\/]extensions[\\/]plateau\.plateau-/);
  });

  test('activates and registers every command of its manifest', async () => {
    const extension = extensions.getExtension('plateau.plateau');
    await extension?.activate();
    const { contributes } = extension?.packageJSON as { contributes?: { commands?: { command: string }[] } };
    const declared = (contributes?.commands ?? []).map(({ command }) => command);
    const known = new Set(await commands.getCommands(true));
    assert.ok(declared.length > 0, 'the manifest declares no command');
    assert.deepEqual(declared.filter((command) => !known.has(command)), []);
  });
});
