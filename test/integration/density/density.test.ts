import assert from 'node:assert/strict';
import { commands, TabInputWebview, window, workspace } from 'vscode';
import { eventually, plateau, repositoryFile, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';

const patience = 120_000;

suite('densities and scaling laws', () => {
  beforeAll(async () => {
    await workspace.fs.copy(repositoryFile('samples', 'tables', 'c4-sweep.csv'), workspaceFile('tables', 'c4-sweep.csv'));
    await workspace.fs.copy(repositoryFile('samples', 'runs', 'char-rnn-sweep', 'hidden_size_error.csv'), workspaceFile('char-rnn', 'hidden_size_error.csv'));
    await commands.executeCommand('plateau.refresh');
  });

  test('open as a panel, once, on a workspace with a sweep and scores', async () => {
    const { panels, runs } = await plateau();
    await eventually('the runs of the sweep', () => runs().length === 4, patience);
    await commands.executeCommand('plateau.openDensity');
    await commands.executeCommand('plateau.openDensity');
    await eventually('the page', () => panels().some(({ kind, isReady }) => kind === 'density' && isReady), patience);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof TabInputWebview);
    assert.deepEqual(tabs.map(({ label }) => label), ['Capability Density']);
  }, patience);

  test('take what a person says of columns from the settings', async () => {
    const settings = workspace.getConfiguration('plateau');
    await settings.update('tables.columns', { 'tables/c4-sweep.csv': { model: 'model', parameters: 'params', score: ['hellaswag_acc'] } });
    assert.deepEqual(JSON.parse(JSON.stringify(workspace.getConfiguration('plateau').get('tables.columns'))), { 'tables/c4-sweep.csv': { model: 'model', parameters: 'params', score: ['hellaswag_acc'] } });
    const { runs } = await plateau();
    await eventually('runs under the new settings', () => runs().length === 4, patience);
    await settings.update('tables.columns', undefined);
  }, patience);
});
