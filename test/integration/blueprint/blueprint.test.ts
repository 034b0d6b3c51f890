import assert from 'node:assert/strict';
import { CodeActionKind, commands, window, workspace } from 'vscode';
import type { CodeAction, CodeLens, Uri } from 'vscode';
import { parse as parseYaml } from 'yaml';
import { selectModules } from '../../../src/analyzers/blueprint/selectModules';
import { isAdaptable, isTargeted } from '../../../src/analyzers/blueprint/targetModules';
import { readBlueprint } from '../../../src/formats/blueprints/readBlueprint';
import type { Blueprint } from '../../../src/model/blueprint';
import { eventually, judgedRun, plateau, workspaceFile } from '../plateau';
import { beforeAll, suite, test } from '../runner';

const patience = 90_000;
/** Shorter, so that what was waited for is said. */
const soon = 30_000;
const blueprintFile = () => workspaceFile('made.blueprint.json');

suite('gradient blueprints', () => {
  let blueprint: Blueprint;

  beforeAll(async () => {
    await plateau();
    await judgedRun('trained', patience);
  });

  test('what the recorder wrote of a run is exported as a blueprint', async () => {
    const run = await judgedRun('trained');
    const original = window.showSaveDialog;
    window.showSaveDialog = () => Promise.resolve(blueprintFile());
    try {
      await commands.executeCommand('plateau.exportBlueprint', run.id);
    } finally {
      window.showSaveDialog = original;
    }
    const read = readBlueprint(await textOf(blueprintFile()));
    if ('error' in read) throw new Error(read.error);
    blueprint = read;
    assert.deepEqual([blueprint.source, blueprint.model.parameters, blueprint.submodules.length], ['recorder', 14480, 39]);
  }, patience);

  test('an axolotl configuration is adapted by a code action', async () => {
    const config = await adapt('axolotl.yaml', 'lora_target_modules:', 'trained');
    const after = parseYaml(config.after) as Record<string, unknown>;
    assert.deepEqual(targetedBy(after.lora_target_modules, after.peft_layers_to_transform), best(['q_proj', 'v_proj']));
    assert.deepEqual({ ...after, lora_target_modules: 0, peft_layers_to_transform: 0 }, { ...parseYaml(config.before) as object, lora_target_modules: 0, peft_layers_to_transform: 0 });
    assert.match(config.after, /lora_alpha: 8 # twice the rank/);
  }, patience);

  test('a LLaMA-Factory configuration is adapted', async () => {
    const { after, before } = await adapt('llamafactory.yaml', 'lora_target:', 'trained');
    assert.deepEqual(targetedBy((parseYaml(after) as Record<string, string>).lora_target.split(','), undefined), best(['q_proj', 'v_proj']));
    assert.deepEqual(after.split('\n').filter((line) => !line.startsWith('lora_target:')), before.split('\n').filter((line) => !line.startsWith('lora_target:')));
  }, patience);

  test('a configuration of PEFT is adapted', async () => {
    const { after } = await adapt('adapter_config.json', '"target_modules"', 'trained');
    const { target_modules: modules, layers_to_transform: layers, ...others } = JSON.parse(after) as Record<string, unknown>;
    assert.deepEqual(targetedBy(modules, layers ?? undefined), best(['q_proj', 'v_proj']));
    assert.deepEqual(others, { peft_type: 'LORA', task_type: 'CAUSAL_LM', r: 4, lora_alpha: 8, layers_pattern: null });
  }, patience);

  test('a blueprint in a file serves configurations that no run uses, by a call of LoraConfig too', async () => {
    const script = workspaceFile('next', 'finetune.py');
    await write(script, 'from peft import LoraConfig\n\nconfig = LoraConfig(\n    r=8,\n    target_modules="all-linear",\n)\n');
    const { after } = await applied(script, 'target_modules', 'made.blueprint.json', 'as recommended');
    assert.match(after, /target_modules=\[\s*"/);
    await commands.executeCommand('workbench.action.closeAllEditors');
  }, patience);

  test('a blueprint of another model is refused, with the first module that does not fit', async () => {
    await write(workspaceFile('foreign.blueprint.json'), JSON.stringify({ schemaVersion: 1, submodules: [{ name: 'transformer.h.0.attn.c_attn', parameters: 100, gradNormMean: 1 }] }));
    const path = workspaceFile('trained', 'axolotl.yaml').fsPath;
    const refusals = await refusalsOf(() => commands.executeCommand('plateau.adaptConfiguration', { path, source: { kind: 'file', path: workspaceFile('foreign.blueprint.json').fsPath }, budget: '20 %' }));
    assert.deepEqual(refusals, ['The blueprint is of another model: transformer.h.0.attn.c_attn is not in trained.']);
    const why = await eventually('the question', async () => (await actions(workspaceFile('trained', 'axolotl.yaml'), 'lora_target_modules')).find(({ title }) => title === 'Why can foreign.blueprint.json not choose the modules here?'), soon);
    assert.equal(why.disabled, undefined, 'the lightbulb would not show it');
    assert.deepEqual(why.command?.arguments, [{ error: refusals[0], path }]);
    const told: string[] = [];
    const original = window.showInformationMessage;
    window.showInformationMessage = ((message: string) => Promise.resolve(void told.push(message))) as typeof window.showInformationMessage;
    await Promise.resolve(commands.executeCommand(why.command?.command ?? '', ...why.command?.arguments ?? [])).finally(() => { window.showInformationMessage = original; });
    assert.deepEqual(told, [refusals[0]]);
  }, patience);

  test('lenses say what the chosen modules carry, and choose better ones after a look at the difference', async () => {
    const config = workspaceFile('trained', 'llamafactory.yaml');
    const { document } = await window.showTextDocument(config);
    const lens = await eventually('the lens', async () => (await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', config, 100)).find(({ command }) => command?.title.includes('of the gradient energy;')), soon);
    assert.equal(document.lineAt(lens.range.start.line).text, 'lora_target: q_proj,v_proj');
    assert.match(lens.command?.title ?? '', /^the chosen modules carry [\d.]+ % of the gradient energy; \d+ modules would carry [\d.]+ % · choose$/);
    const before = document.getText();
    assert.deepEqual(await refusalsOf(() => confirmed(commands.executeCommand(lens.command?.command ?? '', ...lens.command?.arguments ?? []), () => document.getText() !== before)), []);
    await window.showTextDocument(document);
    await commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  }, patience);

  /** Modules for adapters that carry most, with as many parameters as these kinds have. */
  function best(kinds: readonly string[]): readonly string[] {
    const all = blueprint.submodules.reduce((sum, { parameters }) => sum + (parameters ?? 0), 0);
    const size = blueprint.submodules.filter(({ name }) => kinds.some((kind) => name.endsWith(`.${kind}`))).reduce((sum, { parameters }) => sum + (parameters ?? 0), 0);
    const selection = selectModules(blueprint, size / all, isAdaptable);
    if ('error' in selection) throw new Error(selection.error);
    return selection.modules.map(({ name }) => name).sort();
  }

  function targetedBy(modules: unknown, layers: unknown): readonly string[] {
    return blueprint.submodules.map(({ name }) => name).filter((name) => isTargeted(name, modules as string[], layers as number[] | undefined)).sort();
  }
});

/** Applies the code action for as many parameters as are trained now, looks at the result on disk, and takes it back. */
async function adapt(name: string, key: string, blueprint: string): Promise<{ readonly before: string; readonly after: string }> {
  return applied(workspaceFile('trained', name), key, `by ${blueprint}:`, name);
}

async function applied(uri: Uri, key: string, by: string, what: string): Promise<{ readonly before: string; readonly after: string }> {
  const document = await workspace.openTextDocument(uri);
  const before = document.getText();
  const action = await eventually(`an action for ${what}`, async () => (await actions(uri, key)).find(({ title, edit }) => edit && title.startsWith('Train ') && title.includes(by)), soon);
  assert.ok(action.edit && CodeActionKind.RefactorRewrite.contains(action.kind ?? CodeActionKind.Empty));
  assert.equal(document.getText(), before, 'it changed before it was asked for');
  // Asked for by an extension, an action comes without its wish to be looked at first; the lens below keeps it.
  assert.ok(await workspace.applyEdit(action.edit), 'the edit was not applied');
  await document.save();
  const after = await textOf(uri);
  assert.equal(after, document.getText());
  await window.showTextDocument(document);
  await commands.executeCommand('undo');
  assert.equal(document.getText(), before, 'it cannot be undone');
  await document.save();
  return { before, after };
}

/** What is told in messages of errors while something is done. */
async function refusalsOf(work: () => PromiseLike<unknown>): Promise<readonly string[]> {
  const told: string[] = [];
  const original = window.showErrorMessage;
  window.showErrorMessage = ((message: string) => Promise.resolve(void told.push(message))) as typeof window.showErrorMessage;
  try {
    await work();
  } catch (error) {
    throw new Error(`${String(error)} Told: ${told.join(' ')}`, { cause: error });
  } finally {
    window.showErrorMessage = original;
  }
  return told;
}

/** Accepts the difference once it is shown; nothing says when that is. */
async function confirmed(work: PromiseLike<unknown>, isDone: () => boolean): Promise<void> {
  let failure: Error | undefined;
  Promise.resolve(work).catch((error: unknown) => { failure = error as Error; });
  await eventually('the edit', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (failure) throw failure;
    if (!isDone()) await commands.executeCommand('refactorPreview.apply');
    return isDone();
  }, soon);
  await work;
}

async function actions(uri: Uri, key: string): Promise<readonly CodeAction[]> {
  const document = await workspace.openTextDocument(uri);
  const line = document.getText().split('\n').findIndex((text) => text.trimStart().startsWith(key));
  return commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, document.lineAt(line).range);
}

async function write(uri: Uri, text: string): Promise<void> {
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function textOf(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
