import { describe, expect, it } from 'vitest';
import { lensFacts } from '../../../src/engine/lensFacts';
import { offeredEdits } from '../../../src/engine/offeredEdits';
import { readConfig } from '../../../src/formats/configs/readConfig';
import type { Finding } from '../../../src/model/finding';
import { applyChanges } from '../../../src/model/textChange';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from '../analyzers/runWith';

const path = '/runs/train.yaml';
const yaml = 'base_model: gpt2\nlearning_rate: 0.001\nlora_r: 8\nlr_scheduler: "cosine"\n';
const adapter = (rank: number) => Object.fromEntries(['softRank', 'hardRank', 'effectiveRank'].map((measure) => [`spectrum/weight/${measure}/h.0.c_attn.BA`, [[100, rank], [200, rank]] as [number, number][]]));

function judged(findings: readonly Finding[], rank = 1.7) {
  const config = readConfig(path, yaml);
  if (!config) throw new Error('The configuration was not recognised.');
  const run = runWith({ ...adapter(rank), 'spectrum/weight/width/h.0.c_attn.BA': [[100, 8], [200, 8]] }, { configs: [config] });
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
    expect(edit).toMatchObject({ rule: 'spectral-collapse', title: 'Set lora_r to 4' });
    expect(offeredEdits(path, yaml, judged([], 3.9), defaultSettings)).toEqual([]);
  });
});

describe('lensFacts of spectra', () => {
  it('tell above the rank what the adapters use of it, and open the spectra', () => {
    const facts = lensFacts(path, yaml, judged([]), defaultSettings);
    expect(facts).toContainEqual({ line: 2, run: 'run', panel: 'spectrum', text: 'effective rank of BA is 1.7 of r = 8 in 1 module · show' });
  });
});
