import { expect, test } from 'vitest';
import { csv } from '../../../src/formats/csv';
import { jsonLines } from '../../../src/formats/jsonLines';
import { metrics } from '../../../src/model/metric';
import { memorySource, readAll } from './readAll';

const bytes = (text: string) => new TextEncoder().encode(text);

test('evaluations of mmcv stand at the step of the training, whatever they count', async () => {
  const rows = [1, 2].flatMap((epoch) => [
    ...[50, 100].map((iter) => ({ mode: 'train', epoch, iter, lr: 0.02, loss: 3 - epoch })), { mode: 'val', epoch, iter: 5000, lr: 0.02, bbox_mAP: epoch / 10 },
  ]);
  const { points } = await readAll(jsonLines, memorySource('20240305.log.json', rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  expect(points.get('loss')?.steps).toEqual([50, 100, 150, 200]);
  expect(points.get('val/bbox_mAP')).toMatchObject({ steps: [100, 200], values: [0.1, 0.2] });
  expect([...points.keys()].filter((name) => name.startsWith('val/'))).toEqual(['val/bbox_mAP']);
});

test('agents are followed by the steps of their environment', async () => {
  const table = 'time/iterations,time/total_timesteps,rollout/ep_rew_mean,train/loss\n1,2048,20.5,\n2,4096,25.1,7.5\n3,6144,30.2,7.1\n';
  expect(csv.recognise('run/progress.csv', bytes(table))).toBe(3);
  expect((await readAll(csv, memorySource('run/progress.csv', table))).points.get('rollout/ep_rew_mean')?.steps).toEqual([2048, 4096, 6144]);
  const spoken = table.replace('time/total_timesteps', 'total timesteps').replace('time/iterations', 'num_episodes');
  expect((await readAll(csv, memorySource('run/progress.csv', spoken))).points.get('rollout/ep_rew_mean')?.steps).toEqual([2048, 4096, 6144]);
  const baselines = table.replace('time/total_timesteps', 'total/steps').replace('time/iterations', 'total/epochs').replace('rollout/ep_rew_mean', 'rollout/return');
  expect((await readAll(csv, memorySource('run/progress.csv', baselines))).points.get('rollout/return')?.steps).toEqual([2048, 4096, 6144]);
  expect(csv.recognise('progress.txt', bytes('Epoch\tAverageEpRet\tTotalEnvInteracts\n0\t20.1\t4000\n1\t22.1\t8000\n'))).toBe(3);
});

test('a table may call itself a log', async () => {
  const table = 'epoch,accuracy,learning_rate,loss,val_accuracy,val_loss\n0,0.75,0.001,1.38,0.98,0.78\n1,0.98,0.001,0.48,0.98,0.19\n2,0.99,0.001,0.10,0.98,0.07\n';
  expect(csv.recognise('training.log', bytes(table))).toBe(3);
  expect((await readAll(csv, memorySource('training.log', table))).points.get('val_loss')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 1, 2] });
  expect(csv.recognise('training.log', bytes('Epoch 1/3\nloss: 0.5\nEpoch 2/3\nloss: 0.4\n'))).toBe(0);
});

test('parts of a loss are not taken for it, nor for each other', async () => {
  const table = 'epoch,train/box_loss,train/cls_loss,val/box_loss,val/cls_loss,lr/pg0\n1,1.8,3.3,1.9,3.4,0.01\n2,1.7,3.1,1.8,3.2,0.01\n';
  const { points } = await readAll(csv, memorySource('results.csv', table));
  expect(points.get('val/box_loss')?.metric).toBe('val/box_loss');
  expect(points.get('lr/pg0')?.metric).toBe(metrics.learningRate);
});

test('a row of settings is no state of the training', async () => {
  const settings = { event: 'config', lr: 1e-6, num_steps: 51, batch_size: 128, seed: 42 };
  const rows = [settings, ...[0, 1, 2].map((step) => ({ event: 'step', step, 'train/loss': 0.5 - step / 10, 'train/lr': (step + 1) * 1e-7, seed: 42, batch_size: 128 }))];
  const { points, facts } = await readAll(jsonLines, memorySource('train_log.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
  expect([...points.keys()]).toEqual(['train/loss', 'train/lr', 'seed', 'batch_size']);
  expect(points.get('train/loss')).toMatchObject({ steps: [0, 1, 2], values: [0.5, 0.4, 0.3] });
  expect(facts.plan).toMatchObject({ maxSteps: 51 });
});
