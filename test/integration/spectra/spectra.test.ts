import assert from 'node:assert/strict';
import { commands, DiagnosticSeverity, languages, TabInputCustom, TabInputWebview, window, workspace } from 'vscode';
import type { CodeAction, CodeLens, Diagnostic, Uri } from 'vscode';
import type { TreeSnapshot } from '../../../src/editor/runTree';
import type { RunSummary } from '../../../src/engine/protocol';
import { eventually, plateau, repositoryFile, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';
import { adapterCheckpoint, adapterRun, checkpointSteps, rank } from './adapterRun';
import type { RunFiles } from './adapterRun';
import { answering } from './dialogs';
import { ffnWidth, recordedRun } from './recordedRun';

const patience = 90_000;
const adapterConfig = () => workspaceFile('lora', 'axolotl.yaml');
const modelConfig = () => workspaceFile('recorded', 'config.json');
const stopFile = () => workspaceFile('recorded', 'plateau-stop');
const lastWeights = () => workspaceFile('lora', `checkpoint-${checkpointSteps.at(-1)}`, 'adapter_model.safetensors');

suite('checkpoints and spectra', () => {
  let [lora, recorded]: RunSummary[] = [];

  beforeAll(async () => {
    await write('lora', adapterRun());
    await write('recorded', recordedRun());
    await commands.executeCommand('plateau.refresh');
    recorded = await collapsedRun('recorded', 50_000);
  });

  test('the weights of a run are looked at unasked, and said in tree, status bar and notification', async () => {
    lora = await collapsedRun('lora');
    const { tree, status, notifications } = await plateau();
    const row = await eventually('the tree', () => tree().find(({ id, icon }) => id === `run:${lora.id}` && icon === 'warning'), patience);
    assert.match(row.contextValue, /^run\.spectra$/, 'adapters without an optimizer tell no gradients');
    assert.match(row.children[0].label, /^Weights of layers\.0\.self_attn\.q_proj\.BA have collapsed: effective rank [\d.]+ → 1\.\d+ of 8 since step \d+/);
    await eventually('the status bar', () => status()?.run === lora.id || status()?.run === recorded.id, patience);
    await eventually('the notification', () => notifications().some(({ runs, text }) => runs.includes(lora.id) && text.includes('collapsed')), patience);
  }, patience);

  test('what the weights say stands in Problems, on the line of the rank', async () => {
    const problem = await eventually('the problem', () => collapseIn(adapterConfig()), patience);
    assert.equal(problem.source, 'Plateau');
    assert.equal(problem.severity, DiagnosticSeverity.Warning);
    const text = (await workspace.openTextDocument(adapterConfig())).lineAt(problem.range.start.line).text;
    assert.equal(text, `lora_r: ${rank}`);
    assert.ok(problem.relatedInformation?.[0].location.uri.path.endsWith('/trainer_state.json'));
  }, patience);

  test('what the activations say stands on the line of the width, and is recorded', async () => {
    const { tree } = await plateau();
    const problem = await eventually('the problem', () => collapseIn(modelConfig()), patience);
    assert.match(problem.message, /^The FFN of layer 2 has collapsed: hard rank|^The FFN of layer 2 has collapsed: soft rank/);
    assert.match((await workspace.openTextDocument(modelConfig())).lineAt(problem.range.start.line).text, /"intermediate_size": 64/);
    assert.match(tree().find(({ id }) => id === `run:${recorded.id}`)?.contextValue ?? '', /^run\.spectra\.gradients\.recorded$/);
    await eventually('the lens', async () => (await lenses(modelConfig())).some(({ command }) => new RegExp(`^effective dimension \\d+ of ${ffnWidth}\\b`).test(command?.title ?? '')), patience);
  }, patience);

  test('the gradients of a run with the recorder open in a panel of their own', async () => {
    const { panels } = await plateau();
    await commands.executeCommand('plateau.openGradients', { kind: 'run', run: recorded.id });
    await eventually('the panel', () => panels().some(({ kind, run, isReady }) => kind === 'gradients' && run === recorded.id && isReady), patience);
    const labels = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(labels.includes('Gradients of recorded'), labels.join(', '));
    await commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('the end of the panel', () => panels().length === 0, patience);
  }, patience);

  test('checkpoints stand under their run, the latest first, and open as a summary', async () => {
    const { tree, panels } = await plateau();
    const row = checkpointsIn(tree(), lora);
    assert.ok(row, 'no checkpoints');
    assert.deepEqual(row.children.map(({ description }) => description), checkpointSteps.toReversed().map((step) => `checkpoint-${step}`));
    const { opens } = row.children[0];
    assert.ok(opens && 'checkpoint' in opens);
    await commands.executeCommand('plateau.openCheckpoint', opens.checkpoint);
    await commands.executeCommand('plateau.openCheckpoint', { kind: 'checkpoint', run: lora.id, path: opens.checkpoint });
    await eventually('the summary', () => panels().some(({ kind, path, isReady }) => kind === 'checkpoint' && path === opens.checkpoint && isReady), patience);
    assert.deepEqual(webviews(), [`checkpoint-${checkpointSteps.at(-1)}`]);
    await closeAll();
  }, patience);

  test('a checkpoint that is saved later joins the others', async () => {
    const { tree, runs } = await plateau();
    const [last, next] = [checkpointSteps.at(-1) ?? NaN, (checkpointSteps.at(-1) ?? NaN) + 50];
    assert.equal(runs().find(({ id }) => id === lora.id)?.lastStep, last);
    await write('lora', adapterCheckpoint(next));
    await eventually('the checkpoint', () => checkpointsIn(tree(), lora)?.children[0].label === `Step ${next}`, patience);
    await eventually('its log', () => runs().find(({ id }) => id === lora.id)?.lastStep === next, patience);
  }, patience);

  test('a file of weights opens as a summary instead of as bytes', async () => {
    const { panels } = await plateau();
    await commands.executeCommand('vscode.open', lastWeights());
    const tab = await eventually('the tab', () => window.tabGroups.activeTabGroup.activeTab, patience);
    assert.ok(tab.input instanceof TabInputCustom, 'it opened as something else');
    assert.equal(tab.input.viewType, 'plateau.checkpoint');
    await eventually('the summary', () => panels().some(({ path, isReady }) => path === lastWeights().path && isReady), patience);
    await commands.executeCommand('plateau.openCheckpoint', lastWeights().path);
    assert.equal(panels().length, 1, 'the same file is shown twice');
    await closeAll();
  }, patience);

  test('a file that is shown in both ways keeps the one when the other is closed', async () => {
    const { panels } = await plateau();
    const { path } = lastWeights();
    await commands.executeCommand('plateau.openCheckpoint', path);
    await commands.executeCommand('vscode.open', lastWeights());
    await eventually('both', () => panels().length === 2 && panels().every((panel) => panel.path === path), patience);
    await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputCustom));
    await eventually('the other', () => panels().length === 1, patience);
    await commands.executeCommand('plateau.openCheckpoint', path);
    assert.equal(panels().length, 1);
    await closeAll();
  }, patience);

  test('the lens above the rank says what of it is used, and opens the spectra', async () => {
    const { panels } = await plateau();
    const lens = await eventually('the lens', async () => (await lenses(adapterConfig())).find(({ command }) => command?.title.startsWith('effective rank of BA')), patience);
    assert.match(lens.command?.title ?? '', /^effective rank of BA is 1\.\d to 2\.2 of r = 8 in 4 modules/);
    assert.equal((await workspace.openTextDocument(adapterConfig())).lineAt(lens.range.start.line).text, `lora_r: ${rank}`);
    assert.equal(lens.command?.command, 'plateau.openSpectrum');
    await commands.executeCommand(lens.command.command, ...lens.command.arguments ?? []);
    await commands.executeCommand('plateau.openSpectrum', { kind: 'run', run: lora.id });
    await eventually('the panel', () => panels().some(({ kind, run, isReady }) => kind === 'spectrum' && run === lora.id && isReady), patience);
    assert.deepEqual(webviews(), [`Spectra of ${lora.name}`]);
    await closeAll();
  }, patience);

  test('the rank that would do is offered as an edit, which can be undone', async () => {
    const document = await workspace.openTextDocument(adapterConfig());
    const before = document.getText();
    const action = await eventually('the quick fix', async () => (await fixes(adapterConfig())).find(({ title }) => /^Set lora_r to 4 and lora_alpha to 8, which keeps the scale: the effective rank of BA is /.test(title)), patience);
    assert.ok(action.edit);
    assert.equal(document.getText(), before, 'offering edits');
    await window.showTextDocument(document);
    assert.ok(await workspace.applyEdit(action.edit));
    assert.equal(document.getText(), before.replace(`lora_r: ${rank}`, 'lora_r: 4').replace('lora_alpha: 16', `lora_alpha: ${16 * 4 / rank}`));
    assert.ok(!(await fixes(adapterConfig())).some(({ title }) => title.startsWith('Set lora_r')), 'it is offered again');
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await closeAll();
  }, patience);

  test('the recorder is put into the workspace, and replaced only when that is confirmed', async () => {
    const target = workspaceFile('plateau_recorder.py');
    const add = () => commands.executeCommand('plateau.addRecorder');
    const shipped = await textOf(repositoryFile('media', 'recorder', 'plateau_recorder.py'));
    assert.deepEqual(await answering([], add), []);
    assert.equal(await textOf(target), shipped);
    assert.deepEqual(await answering([], add), [], 'the same file is there already');
    assert.equal(window.activeTextEditor?.document.uri.path, target.path);
    await closeAll();
    await workspace.fs.writeFile(target, new TextEncoder().encode('# my own\n'));
    const [asked, ...more] = await answering([undefined], add);
    assert.deepEqual([asked.answers, more], [['Replace'], []]);
    assert.equal(await textOf(target), '# my own\n');
    await answering([0], add);
    assert.equal(await textOf(target), shipped);
    await closeAll();
  }, patience);

  test('a recorded run is asked to stop only after two questions', async () => {
    const stop = () => commands.executeCommand('plateau.stopGracefully', recorded.id);
    assert.equal((await answering([undefined], stop)).length, 1);
    assert.equal((await answering([0, undefined], stop)).length, 2);
    assert.equal(await exists(stopFile()), false, 'it was asked to stop unasked');
    const asked = await answering([0, 0], stop);
    assert.equal(asked.length, 2);
    assert.ok(asked.every(({ question }) => question.includes(recorded.name)));
    assert.equal(await exists(stopFile()), true);
  }, patience);

  test('a run without the recorder is not asked to stop', async () => {
    assert.deepEqual(await answering([0, 0], () => commands.executeCommand('plateau.stopGracefully', lora.id)), []);
    assert.equal(await exists(workspaceFile('lora', 'plateau-stop')), false);
  }, patience);
});

async function write(folder: string, files: RunFiles): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await workspace.fs.writeFile(workspaceFile(folder, ...path.split('/')), typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
}

function collapsedRun(name: string, milliseconds = patience): Promise<RunSummary> {
  return eventually(`the collapse of ${name}`, async () => (await plateau()).runs().find((run) => run.name === name
    && run.findings.some(({ rule, level }) => rule === 'spectral-collapse' && level === 'stop')), milliseconds);
}

function checkpointsIn(tree: readonly TreeSnapshot[], run: RunSummary): TreeSnapshot | undefined {
  return tree.find(({ id }) => id === `run:${run.id}`)?.children.find(({ contextValue }) => contextValue === 'checkpoints');
}

function collapseIn(uri: Uri): Diagnostic | undefined {
  return languages.getDiagnostics(uri).find(({ code }) => typeof code === 'object' && code.value === 'spectral-collapse');
}

async function lenses(uri: Uri): Promise<readonly CodeLens[]> {
  await workspace.openTextDocument(uri);
  return commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
}

async function fixes(uri: Uri): Promise<readonly CodeAction[]> {
  const document = await workspace.openTextDocument(uri);
  const line = document.getText().split('\n').findIndex((text) => text.startsWith('lora_r:'));
  return commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, document.lineAt(line).range);
}

function webviews(): readonly string[] {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputWebview && /plateau\./.test(input.viewType)).map(({ label }) => label);
}

async function closeAll(): Promise<void> {
  const { panels } = await plateau();
  await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs));
  await eventually('the panels to be gone', () => panels().length === 0, patience);
}

async function textOf(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function exists(uri: Uri): Promise<boolean> {
  return Promise.resolve(workspace.fs.stat(uri).then(() => true, () => false));
}
