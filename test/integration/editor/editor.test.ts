import assert from 'node:assert/strict';
import type { CodeLens, Uri} from 'vscode';
import { commands, DiagnosticSeverity, languages, TabInputWebview, window, workspace } from 'vscode';
import type { RunSummary } from '../../../src/engine/protocol';
import { eventually, judgedRun, plateau, repositoryFile, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';

const config = () => workspaceFile('runs', 'imdb-lstm-b', 'training_args.yaml');
const budgetLine = 1;
const samples = ['imdb-lstm-a', 'imdb-lstm-b', 'llama-25M-wsd', 'gpt2-124M-muon', 'megatron-13B-spike', 'agnews-lora-0', 'agnews-lora-4'];

suite('the editor with sample runs', () => {
  beforeAll(async () => {
    const { activationTime } = await plateau();
    console.log(`activate() took ${activationTime.toFixed(1)} ms`);
    await workspace.fs.copy(repositoryFile('samples', 'runs'), workspaceFile('runs'), { overwrite: true });
    await commands.executeCommand('plateau.refresh');
    for (const name of samples) await judgedRun(name, 40_000);
    await eventually('a verdict on every run', async () => (await plateau()).runs().every(({ verdict }) => verdict.badge !== '…'), 40_000);
  });

  test('the tree holds every run once, with its logs, and the most urgent first', async () => {
    const { tree, runs } = await plateau();
    const rows = tree();
    const ids = rows.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), runs().map(({ id }) => `run:${id}`).sort());
    for (const name of samples) {
      const row = rows.find(({ id }) => id.includes(name));
      assert.ok(row, `${name} is not in the tree`);
      assert.ok(row.children.some(({ contextValue }) => contextValue === 'source'), `${name} shows no log`);
    }
    const judged = new Map(runs().map((run) => [`run:${run.id}`, run]));
    const past = ids.map((id) => isPast(judged.get(id)));
    assert.deepEqual(past, [...past].sort((a, b) => Number(a) - Number(b)), 'runs of the past stand before those of today');
  });

  test('a run that should stop is told on the line of its configuration', async () => {
    const problem = await eventually('a problem in the configuration', () =>
      languages.getDiagnostics(config()).find(({ code }) => typeof code === 'object' && code.value === 'marginal-return'));
    assert.equal(problem.source, 'Plateau');
    assert.equal(problem.range.start.line, budgetLine);
    assert.equal(problem.severity, DiagnosticSeverity.Warning);
    assert.ok(typeof problem.code === 'object' && problem.code.target.path.endsWith('/docs/rules.md') && problem.code.target.fragment === 'marginal-return');
    const [related] = problem.relatedInformation ?? [];
    assert.ok(related.location.uri.path.endsWith('imdb-lstm-b/metrics.csv'));
    assert.ok(related.location.range.start.line > 5, 'the log is not pointed into');
  });

  test('lenses stand above the lines that runs say something about, and can be turned off', async () => {
    const first = await lenses(config());
    const budget = first.find(({ range }) => range.start.line === budgetLine);
    assert.match(budget?.command?.title ?? '', /of 10,000/);
    assert.equal(budget?.command?.command, 'plateau.openRun');
    await workspace.getConfiguration('plateau').update('codeLens.enabled', false);
    await eventually('no lens', async () => (await lenses(config())).length === 0);
    await workspace.getConfiguration('plateau').update('codeLens.enabled', undefined);
    await eventually('the lenses to come back', async () => (await lenses(config())).length === first.length);
    assert.deepEqual(await lenses(repositoryFile('package.json')), []);
  });

  test('the status bar shows the run that the tree shows first', async () => {
    const { status, tree, runs } = await plateau();
    const shown = await eventually('the status bar', () => status());
    const first = runs().find(({ id }) => `run:${id}` === tree()[0].id);
    if (shown.run === null) assert.match(shown.text, /^\$\(pulse\) \d+ runs$/);
    else assert.equal(shown.run, first?.id);
  });

  test('a panel opens once for each run, and one for all', async () => {
    const { panels } = await plateau();
    const run = await judgedRun('imdb-lstm-b');
    await commands.executeCommand('plateau.openRun', run.id);
    await commands.executeCommand('plateau.openRun', { kind: 'run', run: run.id });
    await commands.executeCommand('plateau.openOverview');
    await eventually('both tabs', () => webviews().length === 2);
    assert.deepEqual(panels().map(({ run: shown }) => shown), [run.id, null]);
    assert.deepEqual(webviews().map(({ label }) => label), [run.name, 'All Runs']);
    await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs));
    await eventually('the panels to be gone', () => panels().length === 0);
  });

  test('a muted run is silent until it is unmuted', async () => {
    const { tree } = await plateau();
    const run = await judgedRun('imdb-lstm-b');
    const row = () => tree().find(({ id }) => id === `run:${run.id}`);
    await commands.executeCommand('plateau.muteRun', run.id);
    await eventually('the problem to go', () => languages.getDiagnostics(config()).length === 0);
    assert.match(row()?.contextValue ?? '', /^run\.muted/);
    assert.match(row()?.description ?? '', /muted$/);
    await commands.executeCommand('plateau.unmuteRun', run.id);
    await eventually('the problem to come back', () => languages.getDiagnostics(config()).length > 0);
    assert.doesNotMatch(row()?.contextValue ?? '', /muted/);
  });

  test('no run of the past is announced', async () => {
    const { notifications, runs } = await plateau();
    const past = new Set(runs().filter(({ status }) => status === 'finished' || status === 'dead').map(({ id }) => id));
    assert.ok(past.size > 0, 'every sample looks alive');
    assert.deepEqual(notifications().flatMap((shown) => shown.runs).filter((run) => past.has(run)), []);
  });

  test('the samples can be followed beside the workspace, and left again', async () => {
    const { runs, tree } = await plateau();
    const before = runs().length;
    await commands.executeCommand('plateau.openSamples');
    const folder = await eventually('the folder of the samples', () => tree().find(({ contextValue }) => contextValue === 'folder.added'), 40_000);
    await eventually('the runs of both folders', () => runs().length === 2 * before, 40_000);
    await commands.executeCommand('plateau.forgetFolder', { kind: 'folder', folder: folder.id.slice('folder:'.length) });
    await eventually('the workspace alone', () => runs().length === before && tree().every(({ contextValue }) => !contextValue.startsWith('folder')), 40_000);
  });
});

function isPast(run: RunSummary | undefined): boolean {
  const live = run?.status === 'active' || run?.status === 'stalled';
  return !live && (run?.lastTime ?? 0) < Date.now() - 24 * 3600e3;
}

async function lenses(uri: Uri): Promise<readonly CodeLens[]> {
  await workspace.openTextDocument(uri);
  const all = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return all.filter(({ command }) => command?.command.startsWith('plateau.'));
}

function webviews() {
  return window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof TabInputWebview && /plateau\.(run|overview)$/.test(input.viewType));
}
