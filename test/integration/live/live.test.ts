import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commands, languages, Uri, workspace } from 'vscode';
import type { CodeLens } from 'vscode';
import { eventually, judgedRun, plateau, repositoryFile, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';

const run = 'imdb-lstm-b';
const log = () => workspaceFile('runs', run, 'metrics.csv').fsPath;
const config = () => workspaceFile('runs', run, 'training_args.yaml');

/** A recorded run is written anew, line by line, into a folder that no watcher of the editor looks into. */
suite('a run that grows in a folder hidden from watchers', () => {
  let lines: readonly string[] = [];

  beforeAll(async () => {
    assert.deepEqual(workspace.getConfiguration('files').get<Record<string, boolean>>('watcherExclude')?.['**/runs/**'], true);
    lines = (await readFile(repositoryFile('samples', '.recorded', run, 'metrics.csv').fsPath, 'utf8')).trimEnd().split('\n');
    await mkdir(path.dirname(log()), { recursive: true });
    await writeFile(config().fsPath, await readFile(repositoryFile('samples', 'runs', run, 'training_args.yaml').fsPath));
    await workspace.openTextDocument(config());
  });

  test('appears with its first lines, healthy or unsure', async () => {
    await writeFile(log(), `${lines.slice(0, 6).join('\n')}\n`);
    const { verdict, status } = await judgedRun(run);
    assert.equal(status, 'active');
    assert.notEqual(verdict.state, 'stop');
    const { notifications, tree } = await plateau();
    assert.deepEqual(notifications(), []);
    assert.equal(tree().length, 1);
  });

  test('updates the tree and its open panel while it grows', async () => {
    const { panels, tree, runs } = await plateau();
    const [{ id, lastStep }] = runs();
    await commands.executeCommand('plateau.openRun', id);
    const before = tree()[0].description;
    await appendFile(log(), `${lines.slice(6, 14).join('\n')}\n`);
    await eventually('the new steps', () => runs()[0].lastStep > lastStep);
    await eventually('the panel to be told', () => panels().some((panel) => panel.run === id && panel.changesTold > 0));
    await eventually('another badge', () => tree()[0].description !== before);
  });

  test('survives a half-written line', async () => {
    const { runs } = await plateau();
    const next = lines[14];
    await appendFile(log(), next.slice(0, 7));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await appendFile(log(), `${next.slice(7)}\n`);
    await eventually('the completed line', () => runs()[0].lastStep === Number(next.split(',')[0]));
    assert.equal(runs()[0].skippedRecords, 0);
  });

  test('raises one notification when it should stop, and shows it everywhere', async () => {
    const { notifications, panels, runs, status, tree } = await plateau();
    const told = panels()[0].changesTold;
    for (const line of lines.slice(15)) {
      if (notifications().length > 0) break;
      await appendFile(log(), `${line}\n`);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    const shown = await eventually('the notification', () => notifications()[0]);
    assert.deepEqual(shown.runs, [runs()[0].id]);
    assert.match(shown.text, new RegExp(`${run} (?:can|should) stop: .*step [\\d,]+`));
    await eventually('the tree', () => tree()[0].icon === 'warning' && tree()[0].children[0].icon === 'stop-circle');
    await eventually('the status bar', () => status()?.background === 'warning' && status()?.run === runs()[0].id);
    await eventually('Problems', () => [config(), Uri.file(log())].flatMap((file) => languages.getDiagnostics(file)).some(({ source }) => source === 'Plateau'));
    await eventually('the lens', async () => (await lensTitles()).some((title) => /(?:gain fell below the threshold at|overfitting was plain by) step [\d,]+ of 10,000/.test(title)));
    await eventually('the panel', () => panels()[0].changesTold > told);
    assert.equal(notifications().length, 1);
  }, 90_000);
});

async function lensTitles(): Promise<readonly string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', config(), 100);
  return lenses.map(({ command }) => command?.title ?? '');
}
