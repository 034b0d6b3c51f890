import { expect, it } from 'vitest';
import { resourcePerStep, resourcesOf } from '../../../src/analyzers/resource';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from './runWith';

const settings = { ...defaultSettings, 'resource.gpus': 8, 'resource.pricePerGpuHour': 2, 'resource.meanPowerWatts': 5600 };

it('converts a step into each resource', () => {
  const run = runWith({ 'loss/train': [[0, 3, 0], [10, 2, 36_000], [20, 1, 72_000]], tokens: [[0, 0], [10, 5000], [20, 10_000]] }, { model: { parameters: 1e6 } });
  expect(resourcePerStep(run, 'steps', settings)).toBe(1);
  expect(resourcePerStep(run, 'tokens', settings)).toBe(500);
  expect(resourcePerStep(run, 'flops', settings)).toBe(6 * 1e6 * 500);
  expect(resourcePerStep(run, 'hours', settings)).toBeCloseTo(0.001, 12);
  expect(resourcePerStep(run, 'gpuHours', settings)).toBeCloseTo(0.008, 12);
  expect(resourcePerStep(run, 'money', settings)).toBeCloseTo(0.016, 12);
  expect(resourcePerStep(run, 'energy', settings)).toBeCloseTo(0.0056, 12);
});

it('takes the FLOPs that a log counts, for a part of a model needs fewer', () => {
  const run = runWith({ tokens: [[0, 0], [10, 5000]], flops: [[0, 1e6], [10, 3e6]] }, { model: { parameters: 1e6 } });
  expect(resourcePerStep(run, 'flops', settings)).toBe(2e5);
  expect(resourcePerStep(runWith({ tokens: [[0, 0], [10, 5000]], flops: [[10, 3e6]] }, { model: { parameters: 1e6 } }), 'flops', settings)).toBe(6 * 1e6 * 500);
});

it('offers only what log and settings tell', () => {
  expect(resourcesOf(runWith({ 'loss/train': [[0, 3], [10, 2]] }), defaultSettings)).toEqual(['steps']);
  expect(resourcesOf(runWith({ 'loss/train': [[0, 3], [10, 2]] }, { plan: { tokensPerStep: 100 } }), defaultSettings)).toEqual(['steps', 'tokens']);
});

it('takes the tokens of single steps for no count', () => {
  const used = [58_406, 61_912, 63_910, 62_431, 65_404, 58_757, 63_299, 56_693, 63_140];
  expect(resourcePerStep(runWith({ tokens: used.map((tokens, i) => [i, tokens]) }), 'tokens', settings)).toBeNaN();
  const resumed = [0, 500, 1000, 1500, 1000, 1500, 2000, 2500];
  expect(resourcePerStep(runWith({ tokens: resumed.map((tokens) => [tokens / 50, tokens]) }), 'tokens', settings)).toBe(50);
});
