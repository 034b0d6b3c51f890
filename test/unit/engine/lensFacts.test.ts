import { describe, expect, it } from 'vitest';
import { lensFacts } from '../../../src/engine/lensFacts';
import { readConfig } from '../../../src/formats/configs/readConfig';
import type { Finding } from '../../../src/model/finding';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from '../analyzers/runWith';

const path = '/runs/train.yaml';
const stop: Finding = { rule: 'marginal-return', level: 'stop', run: 'run', since: 400, headline: '', evidence: [], advice: [] };

function textsOf(yaml: string, maxSteps: number | undefined): readonly string[] {
  const config = readConfig(path, yaml);
  if (!config) throw new Error('The configuration was not recognised.');
  const run = runWith({ 'loss/train': [[1, 3], [500, 2]] }, { configs: [config], plan: { maxSteps } });
  return lensFacts(path, yaml, [{ run, findings: [stop], stoppers: [] }], defaultSettings).map(({ text }) => text);
}

describe('the lens above a number of steps', () => {
  const planned = 'learning_rate: 0.001\nmax_steps: 1000\nlr_scheduler: cosine\n';

  it('says at which share of the budget the gain fell below the threshold', () => {
    expect(textsOf(planned, 1000)).toEqual(['gain fell below the threshold at step 400 of 1,000: 40 % of the budget · show why']);
    expect(textsOf(planned.replace('1000', '-1'), 800)).toEqual(['gain fell below the threshold at step 400 of 800: 50 % of the budget · show why']);
  });

  it('says nothing of a run that goes by another plan than that of the line', () => {
    expect(textsOf(planned, 10_000)).toEqual([]);
  });
});
