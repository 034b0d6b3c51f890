import { describe, expect, it } from 'vitest';
import { lensFacts } from '../../../src/engine/lensFacts';
import { offeredEdits } from '../../../src/engine/offeredEdits';
import { readConfig } from '../../../src/formats/configs/readConfig';
import type { Finding } from '../../../src/model/finding';
import type { Run } from '../../../src/model/run';
import { applyChanges } from '../../../src/model/textChange';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from '../analyzers/runWith';

const path = '/runs/train.yaml';
const yaml = 'base_model: gpt2\nlearning_rate: 0.001\nlora_r: 8\nlr_scheduler: "cosine"\n';
const pointsOf = (values: readonly number[]) => values.map((value, i): [number, number] => [(i + 1) * 100, value]);
const adapter = (ranks: readonly number[]) => Object.fromEntries(['softRank', 'hardRank', 'effectiveRank'].map((measure) => [`spectrum/weight/${measure}/h.0.c_attn.BA`, pointsOf(ranks)]));

/** Ranks at steps 100, 200 and so on; a single number is one that stays. */
function judged(findings: readonly Finding[], rank: number | readonly number[] = 1.7, status: Run['status'] = 'active') {
  const ranks = typeof rank === 'number' ? [rank, rank] : rank;
  const config = readConfig(path, yaml);
  if (!config) throw new Error('The configuration was not recognised.');
  const run = runWith({ ...adapter(ranks), 'spectrum/weight/width/h.0.c_attn.BA': pointsOf(ranks.map(() => 8)) }, { configs: [config], status });
  return [{ run, findings, stoppers: [] }];
}

const advises = (key: string, value: string | number, file = path): Finding => (
  { rule: 'divergence', level: 'stop', run: 'run', since: 1, headline: '', evidence: [], advice: [{ text: '', edit: { path: file, key, value } }] });

describe('offeredEdits', () => {
  it('puts what a finding advises where the value stands, and changes nothing else', () => {
    const [edit] = offeredEdits(path, yaml, judged([advises('learning_rate', 0.0005)], 8), defaultSettings);
    expect(edit).toMatchObject({ rule: 'divergence', title: 'Set learning_rate to 0.0005' });
    expect(applyChanges(yaml, edit.changes)).toBe(yaml.replace('0.001', '0.0005'));
  });

  it('keeps the quotes of a quoted value', () => {
    const [edit] = offeredEdits(path, yaml, judged([advises('lr_scheduler', 'constant')], 8), defaultSettings);
    expect(applyChanges(yaml, edit.changes)).toBe(yaml.replace('cosine', 'constant'));
  });

  it('offers nothing for another file, a key that is gone, or a value that is there already', () => {
    const findings = [advises('learning_rate', 0.1, '/other.yaml'), advises('weight_decay', 0.1), advises('learning_rate', 0.001)];
    expect(offeredEdits(path, yaml, judged(findings, 8), defaultSettings)).toEqual([]);
    expect(offeredEdits('/notes.txt', 'learning_rate: 1', judged(findings), defaultSettings)).toEqual([]);
  });

  it('offers the rank that an adapter uses, with room, where that is at most half', () => {
    const [edit] = offeredEdits(path, yaml, judged([]), defaultSettings);
    expect(edit).toMatchObject({ rule: 'spectral-collapse', title: 'Set lora_r to 4: the effective rank of BA is 1.7' });
    expect(offeredEdits(path, yaml, judged([], 3.9), defaultSettings)).toEqual([]);
  });

  it.each([
    ['lora_alpha: 16\n', 'lora_alpha: 8\n', 'Set lora_r to 4 and lora_alpha to 8, which keeps the scale: the effective rank of BA is 1.7'],
    ['peft_use_rslora: true\nlora_alpha: 16\n', 'peft_use_rslora: true\nlora_alpha: 11.3\n', 'Set lora_r to 4 and lora_alpha to 11.3, which keeps the scale: the effective rank of BA is 1.7'],
    ['other:\n  lora_alpha: 16\n', 'other:\n  lora_alpha: 16\n', 'Set lora_r to 4: the effective rank of BA is 1.7'],
  ])('changes the alpha beside a rank with it: %j', (before, after, title) => {
    const [edit] = offeredEdits(path, yaml + before, judged([]), defaultSettings);
    expect(edit.title).toBe(title);
    expect(applyChanges(yaml + before, edit.changes)).toBe(yaml.replace('lora_r: 8', 'lora_r: 4') + after);
  });

  it.each<[string, readonly number[], Run['status'], boolean]>([
    ['is still growing since half of the training', [0.5, 1.2, 1.5, 1.7], 'active', false],
    ['grew only at first', [0.5, 1.65, 1.6, 1.7], 'active', true],
    ['was measured once, in a training that goes on', [1.7], 'active', false],
    ['was measured once, at the end', [1.7], 'finished', true],
  ])('offers a rank where that in use %s: %j, %s, %s', (_, ranks, status, offered) => {
    expect(offeredEdits(path, yaml, judged([], ranks, status), defaultSettings).length > 0).toBe(offered);
  });

  it('leaves the configuration of trained adapters alone', () => {
    const trained = '/runs/checkpoint-200/adapter_config.json';
    const text = '{"peft_type": "LORA", "r": 8}';
    const config = readConfig(trained, text);
    if (!config) throw new Error('The configuration was not recognised.');
    const [one] = judged([]);
    const own = [{ ...one, run: { ...one.run, configs: [config] } }];
    expect(lensFacts(trained, text, own, defaultSettings).map((fact) => fact.text)).toEqual([expect.stringContaining('effective rank of BA')]);
    expect(offeredEdits(trained, text, own, defaultSettings)).toEqual([]);
  });
});

describe('lensFacts of spectra', () => {
  it('tell above the rank what the adapters use of it, and open the spectra', () => {
    const facts = lensFacts(path, yaml, judged([]), defaultSettings);
    expect(facts).toContainEqual({ line: 2, run: 'run', panel: 'spectrum', text: 'effective rank of BA is 1.7 of r = 8 in 1 module: r = 4 would do · show' });
    expect(lensFacts(path, yaml, judged([], 3.9), defaultSettings)).toContainEqual({ line: 2, run: 'run', panel: 'spectrum', text: 'effective rank of BA is 3.9 of r = 8 in 1 module · show' });
  });
});
