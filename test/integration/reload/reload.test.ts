import assert from 'node:assert/strict';
import { commands, TabInputCustom, TabInputWebview, window, workspace } from 'vscode';
import { eventually, plateau, workspaceFile } from '../plateau';
import { suite, test } from '../runner';
import { adapterCheckpoint, adapterRun, checkpointSteps } from '../spectra/adapterRun';

const patience = 90_000;
/** The window that is left counts on until the new one has been through everything. */
const patienceOfBoth = 3 * patience;
const marker = () => workspaceFile('reloaded');
const weights = () => workspaceFile('lora', `checkpoint-${checkpointSteps[0]}`, 'adapter_model.safetensors');
const folder = () => workspaceFile('lora', `checkpoint-${checkpointSteps.at(-1)}`).path;

/** The editor begins the tests anew in a window that was reloaded: a file tells them apart. */
suite('a window that is reloaded', () => {
  test('shows the panels again that were open', async () => {
    if (!(await wasReloaded())) return reload();
    const { panels } = await plateau();
    assert.deepEqual(shownTypes(), ['plateau.checkpoint', 'plateau.checkpointPanel', 'plateau.spectrum']);
    const ready = () => panels().filter(({ isReady }) => isReady).length;
    await eventually('the panel that was looked at', () => ready() === 1, patience);
    // What stands in the other tabs is made when these are looked at.
    for (const before of [1, 2]) {
      await commands.executeCommand('workbench.action.nextEditor');
      await eventually(`panel ${before + 1}`, () => ready() === before + 1, patience);
    }
    assert.deepEqual(panels().map(({ kind }) => kind).sort(), ['checkpoint', 'checkpoint', 'spectrum']);
    assert.deepEqual(panels().flatMap(({ path }) => path ?? []).sort(), [folder(), weights().path].sort());
  }, patienceOfBoth);
});

async function reload(): Promise<void> {
  const files = { ...adapterRun(), ...adapterCheckpoint(50) };
  for (const [path, content] of Object.entries(files)) {
    await workspace.fs.writeFile(workspaceFile('lora', ...path.split('/')), typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  await commands.executeCommand('plateau.refresh');
  const { runs, panels } = await plateau();
  const run = await eventually('the run', () => runs().find(({ hasSpectra }) => hasSpectra), patience);
  for (const open of [() => commands.executeCommand('vscode.open', weights()), () => commands.executeCommand('plateau.openCheckpoint', folder()), () => commands.executeCommand('plateau.openSpectrum', run.id)]) {
    const before = panels().length;
    await open();
    await eventually('the panel', () => panels().length === before + 1 && panels().every(({ isReady }) => isReady), patience);
  }
  await workspace.fs.writeFile(marker(), new Uint8Array());
  await commands.executeCommand('workbench.action.reloadWindow');
  await new Promise(() => undefined);
}

async function wasReloaded(): Promise<boolean> {
  return workspace.fs.stat(marker()).then(() => true, () => false);
}

function shownTypes(): readonly string[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).flatMap(({ input }) => (input instanceof TabInputCustom || input instanceof TabInputWebview ? [input.viewType.replace(/^mainThreadWebview-/, '')] : [])).sort();
}
