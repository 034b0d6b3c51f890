import assert from 'node:assert/strict';
import { commands, TabInputWebview, window, workspace } from 'vscode';
import type { CodeLens } from 'vscode';
import { eventually, plateau, repositoryFile, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';

const patience = 90_000;
const config = () => workspaceFile('t5', 'axolotl.yaml');
const table = () => workspaceFile('wmt19-fine-tuning.csv');
const yaml = 'base_model: google-t5/t5-base\ndatasets:\n  - path: wmt19\nmicro_batch_size: 8\nlearning_rate: 0.0003\nmax_train_samples: 204800\n';

suite('a forecast of fine-tuning', () => {
  beforeAll(async () => {
    await workspace.fs.copy(repositoryFile('samples', 'tables', 'wmt19-fine-tuning.csv'), table());
    await workspace.fs.writeFile(config(), new TextEncoder().encode(yaml));
    await commands.executeCommand('plateau.refresh');
  });

  test('stands above the model and the samples of a configuration', async () => {
    await workspace.openTextDocument(config());
    const lenses = await eventually('the lenses', async () => {
      const found = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', config());
      return found.length >= 2 && found;
    }, patience);
    const [model, samples] = lenses;
    assert.match(model.command?.title ?? '', /^forecast at full data: 0\.5\d+ \(0\.4\d+–0\.6\d+\), rank 1 of 14, 9\d % chance of being best · compare$/);
    assert.match(samples.command?.title ?? '', /^loss 0\.\d+ here, forecast 0\.5\d+ /);
    assert.equal(model.range.start.line, 0);
    assert.deepEqual([model.command?.command, model.command?.arguments], ['plateau.openForecast', [table().path]]);
  }, patience);

  test('opens as a panel, for a table or for whatever there is', async () => {
    const { panels } = await plateau();
    await commands.executeCommand('plateau.openForecast', table().path);
    await commands.executeCommand('plateau.openForecast');
    await commands.executeCommand('plateau.openForecast');
    await eventually('both panels', () => panels().filter(({ kind }) => kind === 'forecast').length === 2, patience);
    await eventually('the page', () => panels().some(({ kind, path, isReady }) => kind === 'forecast' && path === null && isReady), patience);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof TabInputWebview);
    assert.deepEqual(tabs.map(({ label }) => label).sort(), ['Forecast Fine-Tuning', 'Forecast by wmt19-fine-tuning.csv']);
  }, patience);
});
