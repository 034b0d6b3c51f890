import assert from 'node:assert/strict';
import { commands, extensions, version } from 'vscode';
import { suite, test } from '../runner';

suite('the extension', () => {
  test('runs in the version of VS Code that was asked for', () => {
    const asked = process.env.PLATEAU_VSCODE_VERSION;
    if (asked && process.env.PLATEAU_VSCODE !== 'download') assert.equal(version, asked);
  });

  test('activates', async () => {
    const extension = extensions.getExtension('plateau.plateau');
    assert.ok(extension, 'VS Code does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('registers every command of its manifest', async () => {
    const { contributes } = extensions.getExtension('plateau.plateau')?.packageJSON as { contributes?: { commands?: { command: string }[] } };
    const declared = (contributes?.commands ?? []).map(({ command }) => command);
    const known = new Set(await commands.getCommands(true));
    assert.ok(declared.length > 0, 'the manifest declares no command');
    assert.deepEqual(declared.filter((command) => !known.has(command)), []);
  });
});
