import { describe, expect, test } from 'vitest';
import { jsonHistory } from '../../../src/formats/jsonHistory';
import { metrics } from '../../../src/model/metric';
import { memorySource, readAll } from './readAll';

const read = (value: unknown, name = 'history.json') => readAll(jsonHistory, memorySource(name, typeof value === 'string' ? value : JSON.stringify(value)));
const sure = (value: unknown, name = 'history.json') => jsonHistory.recognise(name, new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));

describe('lists of numbers', () => {
  const history = { loss: [2, 1.5, 1.2], val_loss: [2.1, 1.7, 1.6], accuracy: [0.1, 0.4, 0.5], learning_rate: 0.1 };

  test('are curves by epoch', async () => {
    const { points } = await read(history);
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [1, 2, 3], values: [2, 1.5, 1.2] });
    expect(points.get('val_loss')).toMatchObject({ metric: metrics.evalLoss, steps: [1, 2, 3] });
    expect(points.has('learning_rate')).toBe(false);
  });

  test('have the steps beside them', async () => {
    const { points } = await read({ epoch: [5, 10], step: [500, 1000], train_loss: [2, 1], val_losses: [1, 2, 3, 4] });
    expect(points.get('train_loss')?.steps).toEqual([500, 1000]);
    expect(points.get('val_losses')).toMatchObject({ metric: metrics.evalLoss, steps: [1, 2, 3, 4] });
  });

  test('that are shorter were added to every so often', async () => {
    const { points } = await read({ train_losses: Array.from({ length: 100 }, (_, i) => 1 / (i + 1)), val_losses: [3, 2, 1, 0.5, 0.4], test_acc_history: [1, 2, 3] });
    expect(points.get('val_losses')?.steps).toEqual([20, 40, 60, 80, 100]);
    expect(points.get('test_acc_history')).toMatchObject({ metric: metrics.evalAccuracy });
  });

  test('stand by index, under a phase, under the name of a model, or hold records', async () => {
    expect((await read({ loss: { 0: 2, 1: 1, 2: 0.5 } })).points.get('loss')?.values).toEqual([2, 1, 0.5]);
    expect((await read({ train: { loss: [2, 1] }, val: { loss: [3, 2] } })).points.get('val/loss')).toMatchObject({ metric: metrics.evalLoss, values: [3, 2] });
    expect((await read({ config: { lr: 1 }, history: history })).points.get('val_loss')?.steps).toEqual([1, 2, 3]);
    expect((await read({ val_loss: [2, 1], val_metrics: [{ mae: 3 }, { mae: 2 }] })).points.get('val_metrics/mae')?.values).toEqual([3, 2]);
    const lanes = await jsonHistory.read(memorySource('history.json', JSON.stringify({ small: history, large: history })));
    expect(lanes.records.series.map(({ lane, original }) => `${lane} ${original}`)).toContain('large val_loss');
  });

  test('keep what is not finite', async () => {
    expect((await read('{"loss": [2, NaN, Infinity, null], "val_loss": [1, 2, 3, 4]}')).points.get('loss')?.values).toEqual([2, NaN, Infinity, NaN]);
  });
});

describe('lists of rows', () => {
  test('have the steps that they name', async () => {
    const { points } = await read([{ epoch: 1, iteration: 600, 'main/loss': 0.5, 'validation/main/loss': 0.4 }, { epoch: 2, iteration: 1200, 'main/loss': 0.3, 'validation/main/loss': 0.35 }]);
    expect(points.get('main/loss')).toMatchObject({ metric: metrics.trainLoss, steps: [600, 1200] });
    expect(points.get('validation/main/loss')).toMatchObject({ metric: metrics.evalLoss });
  });

  test('may hold objects', async () => {
    const { points } = await read({ history: [{ epoch: 0, train: { loss: 3 }, val: { loss: 4 } }, { epoch: 1, train: { loss: 2 }, val: { loss: 3 } }] });
    expect(points.get('train/loss')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 1], values: [3, 2] });
    expect(points.get('val/loss')).toMatchObject({ metric: metrics.evalLoss, values: [4, 3] });
  });
});

test('a file that is cut off is read as far as it goes', async () => {
  const whole = JSON.stringify({ loss: [2, 1.5, 1.2, 1.1], val_loss: [2.1, 1.7, 1.6, 1.5] });
  for (let length = 1; length < whole.length; length++) {
    const { provisional } = await jsonHistory.read(memorySource('history.json', whole.slice(0, length)));
    expect(provisional?.facts.cut).toBe(true);
    const loss = provisional?.series.find(({ original }) => original === 'loss');
    if (loss) expect([2, 1.5, 1.2, 1.1].slice(0, loss.length)).toEqual([...loss.values]);
  }
});

test('what was read stays while the file is being written', async () => {
  const whole = JSON.stringify({ loss: [2, 1.5] });
  const first = await jsonHistory.read(memorySource('history.json', whole));
  const second = await jsonHistory.read(memorySource('history.json', whole.slice(0, 12)), first.cursor);
  expect([first.replaces, second.replaces, second.provisional]).toEqual([true, undefined, undefined]);
});

describe('recognition', () => {
  test('of histories', () => {
    expect(sure({ loss: [1, 2, 3], val_loss: [1, 2, 3] })).toBe(2);
    expect(sure({ loss: [1, 2, 3], val_loss: [1, 2, 3] }, 'cnn.json')).toBe(1);
    expect(sure(JSON.stringify({ loss: Array.from({ length: 9000 }, () => 0.123456) }).slice(0, 1 << 16), 'losses.json')).toBe(2);
  });

  test.each<[string, unknown]>([
    ['package.json', { name: 'x', version: '1.0.0', dependencies: {} }],
    ['eval_results.json', { eval_loss: 0.5, eval_accuracy: 0.9, epoch: 3 }],
    ['results.json', [{ model: 'a', params: 1e6, loss: 3.1 }, { model: 'b', params: 1e7, loss: 2.9 }]],
    ['train.json', [{ text: 'hello', label: 1 }, { text: 'x', label: 0 }]],
    ['config.json', { losses: ['ce', 'dice'], acc: true }],
    ['training_history.json', { Quantum: [0.8, 0.6], Classical: [0.5, 0.4] }],
    ['loss.json', 'no json'],
    ['._history.json', { loss: [1, 2, 3], val_loss: [1, 2, 3] }],
  ])('%s is none', (name, value) => {
    expect(sure(value, name)).toBe(0);
  });
});
