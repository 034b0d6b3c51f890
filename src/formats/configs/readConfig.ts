import type { Config } from '../../model/config';
import { baseName } from '../../model/source';
import { axolotl } from './axolotl';
import type { ConfigReader, ReadEntries } from './configReader';
import { deepspeed } from './deepspeed';
import { hfModel } from './hfModel';
import { hfTrainingArguments } from './hfTrainingArguments';
import { hydra } from './hydra';
import { readHydraOverrides } from './hydraOverrides';
import { readJsonEntries } from './jsonEntries';
import { lightning } from './lightning';
import { llamaFactory } from './llamaFactory';
import { llmFoundry } from './llmFoundry';
import { nanogpt } from './nanogpt';
import { peftAdapter } from './peftAdapter';
import { plain } from './plain';
import { readPythonEntries } from './pythonEntries';
import { settingsOf } from './settings';
import { readTomlEntries } from './tomlEntries';
import { torchtitan } from './torchtitan';
import { readYamlEntries } from './yamlEntries';

export { isConfigPath } from './configPath';

/** Every kind of configuration; the first that knows a file as its own reads it. */
const readers: readonly ConfigReader[] = [
  peftAdapter, hfModel, deepspeed, axolotl, llamaFactory, llmFoundry, nanogpt, torchtitan, hydra, lightning,
  hfTrainingArguments, plain,
];

/**
 * What a configuration says, with the place of each value. Undefined for what is no training configuration or
 * cannot be read; of a broken file, what is readable. Nothing in it is executed.
 */
export function readConfig(path: string, text: string): Config | undefined {
  if (text.length > largestText || !mentionsTraining.test(text) || nests(text)) return undefined;
  const entries = path.endsWith('.hydra/overrides.yaml') ? readHydraOverrides(text) : readersOfEntries[extensionOf(path)]?.(text) ?? [];
  const settings = settingsOf(entries);
  const reader = readers.find((candidate) => candidate.matches(settings, path));
  if (!reader) return undefined;
  return { path, kind: reader.kind, entries, plan: reader.plan(settings), model: reader.model?.(settings) ?? {}, outputFolder: reader.outputFolder?.(settings) };
}

const largestText = 1 << 20;

/** Parsing is slow; most files of these kinds in a workspace have nothing to do with training. */
const mentionsTraining = /\b(?:lr|learning_rate|max_(?:steps|epochs|iters|duration|lr)|(?:num_)?(?:train_)?epochs|steps|peft_type|model_type|architectures|zero_optimization|train_(?:micro_)?batch_size\w*|warmup\w*|batch_size)\b/;

/** Whether brackets open deeper than in any real configuration: parsers take a time that grows with the square of it. */
function nests(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > deepestBrackets) return true;
  }
  return false;
}

const deepestBrackets = 300;

const readersOfEntries: Readonly<Record<string, ReadEntries>> = {
  yaml: readYamlEntries, yml: readYamlEntries, json: readJsonEntries, py: readPythonEntries, toml: readTomlEntries,
};

function extensionOf(path: string): string {
  const name = baseName(path);
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
