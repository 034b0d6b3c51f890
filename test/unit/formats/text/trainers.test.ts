import { describe, expect, test } from 'vitest';
import { textLog } from '../../../../src/formats/textLog';
import { metrics } from '../../../../src/model/metric';
import { memorySource, readAll } from '../readAll';

const read = (text: string) => readAll(textLog, memorySource('train.log', text));
const sure = (text: string) => textLog.recognise('notes.txt', new TextEncoder().encode(text));
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('lines of unknown origin', () => {
  test('values below a heading belong to its epoch', async () => {
    const { points } = await read(range(4).map((e) => `Epoch ${e}/3\n----------\ntrain Loss: ${2 - e / 4} Acc: 0.5\nval Loss: ${2.5 - e / 4} Acc: 0.4\n\n`).join(''));
    expect(points.get('train Loss')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 1, 2, 3], values: [2, 1.75, 1.5, 1.25] });
    expect(points.get('val Loss')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 1, 2, 3] });
    expect(points.get('val Acc')).toMatchObject({ metric: metrics.evalAccuracy, values: [0.4, 0.4, 0.4, 0.4] });
  });

  test('batches that start again with each epoch go on, and an evaluation counts where it ends', async () => {
    const lines = range(3).flatMap((e) => [
      ...range(4).map((b) => `Epoch: [${e}]  [ ${b * 50}/200]  eta: 0:01:00  lr: 0.0005  loss: ${3 - e}.${b} (3.0)  time: 0.4`),
      ...range(3).map((b) => `Test:  [${b * 20}/60]  eta: 0:00:01  loss: 9.9 (${2 - e}.${b})  acc1: 10.0 (2${b}.0)`),
    ]);
    const { points } = await read(lines.join('\n') + '\n');
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: range(12).map((i) => i * 50) });
    expect(points.get('test loss')).toMatchObject({ metric: metrics.evalLoss, steps: [150, 350, 550], values: [2.2, 1.2, 0.2] });
    expect(points.get('test acc1')?.values).toEqual([22, 22, 22]);
  });

  test('the number of a heading is that of the epoch whose samples the lines below it count', async () => {
    const { points, facts } = await read(range(3).map((e) => `Epoch ${e + 1}/3\n-------\n${range(4).map((b) => `loss: 0.${9 - e}${b}  [${b * 250}/ 1000]\n`).join('')}`).join(''));
    expect(points.get('loss')?.steps).toEqual(range(12).map((i) => i * 250));
    expect(facts.plan).toMatchObject({ maxEpochs: 3, maxSteps: 3000 });
  });

  test('two networks have a loss each', async () => {
    const { points } = await read(range(6).map((b) => `[Epoch 0/5] [Batch ${b * 10}/60] [D loss: 0.5] [G loss: 1.${b}]\n`).join(''));
    expect([...points.keys()]).toEqual(['D loss', 'G loss']);
    expect(points.get('G loss')?.metric).toBe('G loss');
  });

  test('the names of losses need not be known where epoch and iteration are', async () => {
    const { points } = await read(range(12).map((i) => `(epoch: ${1 + Math.floor(i / 6)}, iters: ${100 + (i % 6) * 100}, time: 0.3, data: 0.002) G_GAN: 0.7 G_L1: ${20 - i} D_real: 0.5\n`).join(''));
    expect(points.get('G_L1')?.steps).toEqual(range(12).map((i) => 100 * (i + 1)));
  });

  test('a bar that is drawn again says nothing new', async () => {
    const { points, facts } = await read(range(3).map((e) => range(5).map((b) => `\rEpoch ${e + 1}/3:  ${b * 25}%|██| ${b}/4 [00:10<00:10,  9.8it/s, loss=${3 - e}.${b}]`.repeat(2)).join('')).join('') + '\n');
    expect(points.get('loss')?.steps).toEqual(range(13));
    expect(facts.plan).toMatchObject({ maxEpochs: 3, maxSteps: 12 });
  });

  test('three epochs of a loss are enough, three steps are not', async () => {
    expect((await read(range(3).map((e) => `Epoch ${e + 1}/3 - Train Loss: 0.${9 - e} - Val Loss: 0.${8 - e}\n`).join(''))).count('Val Loss')).toBe(3);
    expect((await read(range(3).map((e) => `step ${e + 1} loss: 0.${9 - e}\n`).join(''))).points.size).toBe(0);
  });

  test('what a summary says of other epochs is left out, and so is what a line above it says already', async () => {
    const lines = range(5).map((e) => `Epoch ${e + 1} loss: 0.${9 - e}, val_loss: 0.${8 - e}\n  loss: 0.${9 - e}\nBest val_loss: 0.1\n`);
    const reading = await read(lines.join(''));
    expect([reading.count('loss'), reading.count('val_loss')]).toEqual([5, 5]);
  });

  test('the record of the best round, said again at the end, is none of its own', async () => {
    const { points } = await read(`${range(6).map((i) => `[${10 * (i + 1)}]\ttraining's binary_logloss: 0.${9 - i}\tvalid_1's binary_logloss: 0.${9 - i}1\n`).join('')}Early stopping, best iteration is:\n[33]\ttraining's binary_logloss: 0.6\tvalid_1's binary_logloss: 0.61\n`);
    expect(points.get("training's binary_logloss")).toMatchObject({ metric: metrics.trainLoss, steps: [10, 20, 30, 40, 50, 60] });
    expect(points.get("valid_1's binary_logloss")?.metric).toBe(metrics.evalLoss);
  });

  test('a pass over another set that is announced counts where it ends', async () => {
    const pass = (batches: number, of: number, loss: number) => range(batches).map((b) => `step ${(b + 1) * 10}/${of} - loss: ${loss}${b} - 3s/step\n`).join('');
    const { points, facts } = await read(range(3).map((e) => `Epoch ${e + 1}/3\n${pass(4, 40, 0.9 - e / 10)}Eval begin...\n${pass(3, 30, 0.5)}Eval samples: 200\n`).join(''));
    expect(points.get('loss')?.steps).toEqual(range(12).map((i) => (i + 1) * 10));
    expect(points.get('val loss')).toMatchObject({ metric: metrics.evalLoss, steps: [40, 80, 120], values: [0.52, 0.52, 0.52] });
    expect(facts.plan).toMatchObject({ maxEpochs: 3, maxSteps: 120 });
  });

  test('an evaluation that is announced may say no more than training does', async () => {
    const line = (e: number, loss: number) => `epoch: ${e},  loss is: ${loss}, acc is: 0.9\n`;
    const { points } = await read(`testing in eval mode……\n${line(0, 2.5)}${range(4).map((e) => `${line(e, 0.9 - e / 10)}testing in eval mode……\n${line(e, 0.8 - e / 10)}Now continue training……\n`).join('')}`);
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 1, 2, 3], values: [0.9, 0.8, 0.7, 0.6].map((value) => expect.closeTo(value) as number) });
    expect(points.get('val loss')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 0, 1, 2, 3] });
    expect(points.get('val acc')?.metric).toBe(metrics.evalAccuracy);
  });

  test('epochs are no plan for the steps that lines above the values count', async () => {
    const step = (e: number) => `\n > EPOCH: ${e}/1000\n\n   --> STEP: 24/36 -- GLOBAL_STEP: ${1000025 + e * 25}\n     | > loss_mel: 19.0${e}  (23.5)\n     | > loss_disc: 3.0${e}  (3.4)\n > EVALUATION \n  --> EVAL PERFORMANCE\n     | > avg_loss_mel: 18.7${e} (-0.1)\n`;
    const { points, facts } = await read(range(5).map(step).join(''));
    expect(points.get('loss_mel')?.steps).toEqual(range(5).map((e) => 1000025 + e * 25));
    expect(points.get('val avg_loss_mel')?.steps).toEqual(range(5).map((e) => 1000025 + e * 25));
    expect(facts.plan.maxSteps).toBeUndefined();
  });

  test('measures of a set that a line names may stand without a sign', async () => {
    const epoch = (e: number) => `${range(3).map((i) => `epoch ${e} - iter ${(i + 1) * 50}/150 - loss 0.${9 - e}${i} - samples/sec: 9.6\n`).join('')}EPOCH ${e} done: loss 0.${9 - e}\nTEST : loss 0.${8 - e} - score 0.93\n`;
    expect((await read(range(3).map((e) => epoch(e + 1)).join(''))).points.get('test loss')).toMatchObject({ metric: metrics.evalLoss, steps: [150, 300, 450], values: [0.7, 0.6, 0.5] });
  });

  test('batches are counted by the last of their range, or by the letter that counts them', async () => {
    const ranges = range(6).map((i) => `Epoch[5] Batch [0-${20 * (i + 1)}]\tSpeed: 25.77 samples/sec\tRPNAcc=0.9${i}\tRPNL1Loss=0.0${9 - i}\n`).join('');
    expect((await read(ranges)).points.get('RPNL1Loss')?.steps).toEqual(range(6).map((i) => 20 * (i + 1)));
    const games = range(6).map((i) => `batch i:${i + 2}, episode_len:${30 + i}\nkl:0.01,lr_multiplier:1.000,loss:${5 - i / 10},entropy:4.3\n`).join('');
    expect((await read(games)).points.get('loss')?.steps).toEqual(range(6).map((i) => i + 2));
  });

  test('sentences say what a measure is', async () => {
    const epoch = (e: number) => `Starting epoch ${e} current lr is 0.001\n${range(3).map((i) => `Epoch ${e}, Step ${(i + 1) * 25}, total used time 7.1 (s), avg loss so far is 0.${9 - e}${i}\n`).join('')}Epoch ${e}, val loss is 0.${8 - e}, val mse is 0.02.\n`;
    const { points } = await read(range(3).map(epoch).join(''));
    expect(points.get('avg loss')).toMatchObject({ metric: metrics.trainLoss, steps: [25, 50, 75, 100, 125, 150, 175, 200, 225] });
    expect(points.get('val loss')).toMatchObject({ metric: metrics.evalLoss, steps: [75, 150, 225], values: [0.8, 0.7, 0.6] });
  });

  test('steps that are announced are those of the whole run', async () => {
    const bar = range(8).map((i) => `\rsteps:   ${i}%|▏    | ${i + 1}/1600 [00:01<20:10,  1.31it/s, avr_loss=0.1${i}]`).join('');
    for (const words of ['  total optimization steps / 学習ステップ数: 1600', '05/01/2024 10:00:00 - INFO - __main__ -   Total optimization steps = 1600']) {
      const { points, facts } = await read(`running training / 学習開始\n${words}\nepoch 1/4\n${bar}\n`);
      expect(points.get('avr_loss')).toMatchObject({ metric: metrics.trainLoss });
      expect(facts.plan.maxSteps).toBe(1600);
    }
  });

  test.each([
    ['Swin', (i: number) => `[2021-04-01 10:00:00 swin] (main.py 179): INFO Train: [0/300][${i * 100}/1251]\teta 0:10:00 lr 0.000001\ttime 0.5 (0.6)\tloss ${9 - i}.5 (9.9)\tgrad_norm 1.5 (1.6)\tmem 5000MB\n`, 'loss', 100],
    ['CLU', (i: number) => `I0719 17:30:00.123456 140245 logging_writer.py:48] [${i * 100}] accuracy=0.1, learning_rate=0.001, loss=${9 - i}.5, perplexity=40.1\n`, 'loss', 100],
    ['gpt-2-simple', (i: number) => `[${i * 100} | 30.50] loss=${9 - i}.5 avg=9.9\n`, 'loss', 100],
    ['Marian', (i: number) => `[2020-01-01 10:00:00] Ep. 1 : Up. ${i * 100} : Sen. 32,000 : Cost ${9 - i}.5 : Time 60.00s : 10000.00 words/s\n`, 'Cost', 100],
    ['OpenNMT', (i: number) => `[2020-01-01 10:00:00,123 INFO] Step ${i * 100}/100000; acc:   3.43; ppl: 27531.23; xent: ${9 - i}.5; lr: 0.00001; 12000/12000 tok/s;     25 sec\n`, 'xent', 100],
    ['NeMo', (i: number) => `Training epoch 0, iteration ${i}/999 | lr: 1.5e-07 | global_batch_size: 512 | global_step: ${i * 100} | reduced_train_loss: ${9 - i}.5 | consumed_samples: 512\n`, 'reduced_train_loss', 100],
  ])('the lines of %s', async (_, line, name, gap) => {
    expect((await read(range(7).map((i) => line(i + 1)).join(''))).points.get(name)).toMatchObject({
      metric: metrics.trainLoss, steps: range(7).map((i) => (i + 1) * gap), values: range(7).map((i) => 8.5 - i),
    });
  });

  test('episodes are the steps of an agent that names no other', async () => {
    const { points } = await read(range(7).map((i) => `Episode ${i + 1}/500, Reward: ${-200 + i}, Loss: 0.${i}, Epsilon: 0.9${i}\n`).join(''));
    expect(points.get('Reward')).toMatchObject({ steps: [1, 2, 3, 4, 5, 6, 7], values: [-200, -199, -198, -197, -196, -195, -194] });
    expect((await read(range(7).map((i) => `episode 1 step ${i * 10} reward: ${i}\n`).join(''))).points.get('reward')?.steps).toEqual(range(7).map((i) => i * 10));
  });

  test('how far a bar is drawn is no measure', async () => {
    const { points } = await read(range(6).map((i) => `\rTraining progress:   ${i}%|▏   | ${i * 10}/600 [00:01<14:53, 33.51it/s, Loss=0.2${i}]`).join('') + '\n');
    expect([...points.keys()]).toEqual(['Loss']);
  });

  test('the end is what the log calls so', async () => {
    const epochs = range(5).map((e) => `Epoch ${e + 1}/50 loss: 0.${9 - e} val_loss: 0.${8 - e}\n`).join('');
    const endOf = async (text: string) => (await textLog.read(memorySource('train.log', text))).provisional?.facts.ended;
    expect(await endOf(epochs)).toBeUndefined();
    expect(await endOf(`${epochs}Early stopping triggered\n`)).toContain('early stopping');
    expect(await endOf(`${epochs}Early stopping triggered\n${epochs}`)).toBeUndefined();
    expect(await endOf(`${epochs}EarlyStopping counter: 3 out of 7\n`)).toBeUndefined();
  });
});

describe('other trainers', () => {
  test('YOLO writes its results without names', async () => {
    const row = (e: number, losses: string) => `     ${e}/29     1.75G ${losses}        50       640    0.42    0.75  0.7206    0.3186   0.05179   0.06439         0\n`;
    const { points, facts } = await read(range(4).map((e) => row(e, `0.1${9 - e}  0.05  0.01   0.2${9 - e}`)).join(''));
    expect(sure(row(0, '0.1157   0.07347   0   0.3198   0.509'))).toBe(2);
    expect(points.get('train/total')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 1, 2, 3], values: [0.29, 0.28, 0.27, 0.26] });
    expect(points.get('train/cls_loss')?.values).toEqual([0.01, 0.01, 0.01, 0.01]);
    expect([points.get('metrics/mAP_0.5')?.values[0], points.get('val/obj_loss')?.values[0]]).toEqual([0.7206, 0.06439]);
    expect(facts.plan).toMatchObject({ maxSteps: 29, maxEpochs: 30 });
    const face = await read(range(3).map((e) => row(e, '0.1157   0.07347   0   0.3198   0.509')).join(''));
    expect([face.points.get('train/total')?.values[0], face.points.get('train/loss 4')?.values[0]]).toEqual([0.509, 0.3198]);
  });

  test.each([['Epoch 1/2\n - 5s - loss: 0.5 - acc: 0.8 - val_loss: 0.4\nEpoch 2/2\n - 5s - loss: 0.3 - acc: 0.9 - val_loss: 0.35\n'],
    ['Epoch 1/2\n1875/1875 - 3s - 2ms/step - acc: 0.8 - loss: 0.5 - val_loss: 0.4\nEpoch 2/2\n1875/1875 - 3s - 2ms/step - acc: 0.9 - loss: 0.3 - val_loss: 0.35\n']])('Keras with one line an epoch', async (text) => {
    const { points, facts } = await read(text);
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLossEpoch, steps: [1, 2], values: [0.5, 0.3] });
    expect(points.get('val_loss')).toMatchObject({ metric: metrics.evalLoss, values: [0.4, 0.35] });
    expect(facts).toMatchObject({ plan: { maxEpochs: 2 }, ended: 'reached epoch 2 of 2' });
  });

  test('Keras with a bar before and after the validation, and with an evaluation at the end', async () => {
    const epoch = (e: number) => `Epoch ${e}/9\n88/88 ━━━━━━━━━━━━━━━━━━━━ 0s 10ms/step - loss: 0.${9 - e}\nEpoch ${e}: val_loss did not improve from 0.1\n88/88 ━━━━━━━━━━━━━━━━━━━━ 1s 12ms/step - loss: 0.${9 - e} - val_loss: 0.${8 - e}\n`;
    const { points, facts } = await read(`${epoch(1)}${epoch(2)}Epoch 2: early stopping\n20/20 ━━━━━━━━━━━━━━━━━━━━ 0s 1ms/step - loss: 5.5\n`);
    expect(points.get('loss')).toMatchObject({ steps: [1, 2], values: [0.8, 0.7] });
    expect(points.get('val_loss')).toMatchObject({ steps: [1, 2], values: [0.7, 0.6] });
    expect(facts.ended).toContain('early stopping');
  });

  test('verl', async () => {
    const line = (step: number) => `(TaskRunner pid=19799) step:${step} - ${'perf/a_long_name:1.000 - '.repeat(60)}actor/pg_loss:-0.0${step} - actor/grad_norm:1.0 - actor/lr(1e-4):0.010 - critic/score/mean:0.${step}\n(TaskRunner pid=19799) 3 = 3\n`;
    const { points } = await read([1, 2, 3].map(line).join(''));
    expect(points.get('critic/score/mean')).toMatchObject({ steps: [1, 2, 3], values: [0.1, 0.2, 0.3] });
    expect(points.get('actor/pg_loss')?.values).toEqual([-0.01, -0.02, -0.03]);
  });

  test('ESPnet', async () => {
    const epoch = (e: number) => `[host] 2026-04-23 04:59:09,396 (trainer:318) INFO: ${e}/2epoch started\n[host] 2026-04-23 04:59:25,764 (trainer:793) INFO: ${e}epoch:train:1-90batch: iter_time=0.003, loss_ctc=5.4, acc=4.043e-04, loss=80.${e}, grad_norm=530.8, optim0_lr0=6.250e-07, train_time=0.734\n[host] 2026-04-23 05:00:25,764 (trainer:348) INFO: ${e}epoch results: [train] iter_time=0.003, loss=70.1, time=4 minutes and 10.1 seconds, [valid] loss_ctc=4.1, acc=0.4, loss=60.${e}, time=10.1 seconds, total_count=50, [att_plot] time=5 seconds\n`;
    const { points, facts } = await read(epoch(1) + epoch(2));
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [90, 180], values: [80.1, 80.2] });
    expect(points.get('valid_loss')).toMatchObject({ metric: metrics.evalLoss, steps: [90, 180], values: [60.1, 60.2] });
    expect(points.get('optim0_lr0')?.metric).toBe(metrics.learningRate);
    expect(facts).toMatchObject({ plan: { maxEpochs: 2 }, ended: 'reached epoch 2 of 2' });
  });

  test('Stable-Baselines', async () => {
    const table = (i: number) => `${'-'.repeat(37)}\n| rollout/           |              |\n|    ep_rew_mean     | ${20 + i}           |\n| time/              |              |\n|    total_timesteps | ${i * 2048}         |\n| train/             |              |\n|    loss            | 7.5          |\n${'-'.repeat(37)}\n`;
    const { points } = await read([1, 2, 3].map(table).join(''));
    expect(points.get('rollout/ep_rew_mean')).toMatchObject({ steps: [2048, 4096, 6144], values: [21, 22, 23] });
    expect(points.get('train/loss')?.metric).toBe(metrics.trainLoss);
  });

  test('fastai, spaCy and notebooks', async () => {
    expect((await read('epoch     train_loss  valid_loss  accuracy  time    \n0         1.9         2.0         0.1       00:12     \n1         1.1         1.5         0.3       00:12     \n')).points.get('valid_loss'))
      .toMatchObject({ metric: metrics.evalLoss, steps: [0, 1], values: [2, 1.5] });
    expect((await read('E    #       LOSS TOK2VEC  LOSS NER  ENTS_F  SCORE \n---  ------  ------------  --------  ------  ------\n  0       0          0.00     40.00    0.00    0.00\n  0     200        100.00     30.00    5.00    0.05\n')).points.get('LOSS NER'))
      .toMatchObject({ steps: [0, 200], values: [40, 30] });
    expect((await read('Step\tTraining Loss\tValidation Loss\n500\t1.2\t1.3\n1000\t1.0\t1.2\n')).points.get('Validation Loss')).toMatchObject({ metric: metrics.evalLoss, steps: [500, 1000] });
  });

  test('Darknet, also its first lines', async () => {
    const { points } = await read(range(3).map((i) => ` ${i + 1}: 900.5, 899.${i} avg loss, 0.001000 rate, 2.3 seconds, ${64 * (i + 1)} images, 11.5 hours left\n`).join(''));
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [1, 2, 3] });
    expect(points.get('images')).toMatchObject({ metric: metrics.samples, values: [64, 128, 192] });
  });

  test('build-nanogpt', async () => {
    const { points } = await read('0 val 10.9523\n0 train 10.955203\n1 train 9.503132\n');
    expect(points.get('train')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 1] });
    expect(points.get('val')).toMatchObject({ metric: metrics.evalLoss, steps: [0] });
  });

  test('YOLO', async () => {
    const epoch = (e: number) => `\n      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n       ${e}/2      2.31G      1.${9 - e}      3.3      1.4         34        640:  50%|█████     | 1/2\r       ${e}/2      2.31G      1.${8 - e}      3.1      1.4         34        640: 100%|██████████| 2/2\n                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|██████████| 4/4\n                   all        128        929      0.7      0.6      0.${5 + e}      0.4\n`;
    const { points, facts } = await read(epoch(1) + epoch(2));
    expect(points.get('train/box_loss')).toMatchObject({ steps: [1, 2], values: [1.7, 1.6] });
    expect(points.get('metrics/mAP50')).toMatchObject({ steps: [1, 2], values: [0.6, 0.7] });
    expect(facts.plan).toMatchObject({ maxEpochs: 2 });
  });
});

describe('what is no log', () => {
  test.each([
    ['steps of a guide', range(9).map((i) => `Step ${i + 1}: run the script and look at the accuracy\n`).join('')],
    ['requests', range(9).map((i) => `2026-04-13 09:05:2${i},420 - INFO - HTTP Request: HEAD https://host/model.json "HTTP/1.1 200 OK"\n`).join('')],
    ['a report', 'accuracy: 0.93\nprecision: 0.91\nf1: 0.92\nloss: 0.2\nval_loss: 0.3\ntest_loss: 0.25\n'],
    ['settings', 'epochs: 20\nbatch_size: 32\nlearning_rate: 0.001\nloss: mse\nweight_decay: 0.1\nmomentum: 0.9\nseed: 1\n'],
  ])('%s', (_, text) => {
    expect(sure(text)).toBe(0);
  });
});
