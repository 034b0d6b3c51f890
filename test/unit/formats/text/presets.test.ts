import { describe, expect, test } from 'vitest';
import { textLog } from '../../../../src/formats/textLog';
import { metrics } from '../../../../src/model/metric';
import { memorySource, readAll } from '../readAll';
import { matches, read, textOf } from './fixtureLogs';

describe('counts equal an independent count of the lines', () => {
  test('llm.c main.log', async () => {
    const reading = await read('llmc-main.log');
    for (const name of ['trl', 'tel', 'lr', 'norm']) expect(reading.count(name)).toBe(matches('llmc-main.log', new RegExp(` ${name}:`, 'g')));
    expect(reading.points.get('tel')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 19560], values: [11.0092, 3.2722] });
  });

  test('the Python forerunner of llm.c', async () => {
    const reading = await read('llmc-python.log');
    expect(reading.count('trl')).toBe(matches('llmc-python.log', /trl:/g));
    expect(reading.count('tel')).toBe(2);
  });

  test('modded-nanogpt, without the source code at its head', async () => {
    const reading = await read('modded-nanogpt.txt');
    expect(reading.count('train_loss')).toBe(matches('modded-nanogpt.txt', /^step:\d+\/\d+ train_loss/gm));
    expect(reading.count('val_loss')).toBe(matches('modded-nanogpt.txt', /^step:\d+\/\d+ val_loss/gm));
    expect(reading.points.get('step_avg')?.values.every(Number.isFinite)).toBe(true);
    expect(reading.points.get('train_time')).toMatchObject({ metric: metrics.elapsed });
    expect(reading.points.get('train_time')?.values.at(-1)).toBe(1339.067);
    expect(reading.facts).toMatchObject({ plan: { maxSteps: 6200 }, ended: 'reached step 6200 of 6200' });
  });

  test('MLPerf: the accuracy of GPT-3 is a loss, that of BERT is none', async () => {
    const gpt3 = await read('mlperf-gpt3.txt');
    expect(gpt3.count('eval_accuracy')).toBe(matches('mlperf-gpt3.txt', /"eval_accuracy"/g));
    expect(gpt3.points.get('eval_accuracy')).toMatchObject({ metric: metrics.evalLoss });
    expect(gpt3.points.get('eval_accuracy')?.steps[0]).toBe(50331648);
    expect(gpt3.points.get('eval_accuracy')?.times[0]).toBe(1683757982355);
    expect(gpt3.facts).toMatchObject({ name: 'gpt3', ended: 'run_stop was logged with status success', plan: { schedule: 'cosine', peakRate: 2e-5 }, model: { layers: 96 } });
    const bert = await read('mlperf-bert.txt');
    expect(bert.points.get('eval_accuracy')).toMatchObject({ metric: metrics.evalAccuracy });
    expect(bert.count('eval_accuracy')).toBe(17);
    expect(bert.points.get('eval_loss')?.steps).toEqual(bert.points.get('eval_accuracy')?.steps);
  });

  test('a notebook of Megatron lines holds several attempts', async () => {
    const { points } = await read('megatron-notebook.md');
    expect(points.get('lm loss')?.steps).toEqual([7000, 7010, 7220]);
    expect(points.get('attempt 2: lm loss')?.steps).toEqual([6900, 6910, 6920, 6930, 6940, 11446, 11447, 11448]);
    expect(points.get('attempt 3: lm loss')?.values).toEqual([3.317482, 3.417051, 3.68295, 7.267764, 4.130868, 7.596509, 7.02458]);
    expect(points.get('lm loss value')).toMatchObject({ metric: metrics.evalLoss, steps: [7000], values: [7.1742] });
    expect([...points.values()].filter(({ metric }) => metric === metrics.gradNorm).flatMap(({ steps }) => steps)).toHaveLength(matches('megatron-notebook.md', /grad norm:/g));
  });

  test('Megatron lines that were wrapped on pasting are whole again', async () => {
    const { points } = await read('megatron-wrapped.md');
    for (const name of ['lm loss', 'learning rate', 'number of nan iterations', 'TFLOPs']) {
      expect(points.get(name)?.steps).toHaveLength(matches('megatron-wrapped.md', /iteration +\d+ ?\//g));
    }
  });
});

describe('presets', () => {
  test('nanoGPT with the settings that precede its first line', async () => {
    const { points, facts } = await read('nanogpt.log');
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [0, 10, 20, 110], values: [10.9886, 8.2301, NaN, 270.3931] });
    expect(points.get('time')?.values[1]).toBeCloseTo(0.15102, 10);
    expect(points.get('mfu')?.steps).toEqual([10, 20, 110]);
    expect(points.get('val loss')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 250] });
    expect(facts.plan).toMatchObject({ maxSteps: 600000, warmupSteps: 2000, minRatio: 0.1, schedule: 'cosine', tokensPerStep: 491520, gradientAccumulation: 40 });
    expect(facts.model.parameters).toBe(123.59e6);
  });

  test('standard output of llm.c', async () => {
    const { points, facts } = await read('llmc-stdout.log');
    expect(points.get('norm')).toMatchObject({ metric: metrics.gradNorm, values: [15.24, 14.84, 13.12, 10.43] });
    expect(points.get('val loss')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 4] });
    expect(points.get('tok/s')).toMatchObject({ metric: metrics.tokensPerSecond });
    expect(facts).toMatchObject({ plan: { maxSteps: 4, warmupSteps: 700, schedule: 'cosine', minRatio: 0 }, model: { parameters: 124475904 } });
  });

  test('Megatron core with arguments, a rank prefix and a GPT-NeoX line', async () => {
    const { points, facts } = await read('megatron-core.log');
    expect(points.get('lm loss')).toMatchObject({ steps: [1, 2], values: [10.45013, 10.44] });
    expect(points.get('lm loss')?.times[0]).toBe(new Date(2025, 7, 1, 9, 31, 44).getTime());
    expect(points.get('elapsed time per iteration (ms)')).toMatchObject({ metric: metrics.stepTime, values: [33.186, 3.1186, 0.6246] });
    expect(points.get('lm_loss')).toMatchObject({ metric: metrics.trainLoss, steps: [10] });
    expect(facts).toMatchObject({ plan: { maxSteps: 5000, schedule: 'cosine', peakRate: 0.0003 }, model: { layers: 24, hiddenSize: 1024 } });
  });

  test('Hugging Face dictionaries take their steps from the bar of the training, not of the evaluation', async () => {
    const { points, facts } = await read('hf-stdout.log');
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLoss, steps: [10, 20], values: [2.4977, 0] });
    expect(points.get('grad_norm')?.values).toEqual([3.4, NaN]);
    expect(points.get('learning_rate')?.values).toEqual([5.77e-7, 1.15e-6]);
    expect(points.get('eval_loss')).toMatchObject({ metric: metrics.evalLoss, steps: [20] });
    expect(points.get('train_loss')).toMatchObject({ metric: metrics.trainLossEpoch, steps: [8660] });
    expect(facts).toMatchObject({ ended: 'train_runtime was logged', plan: { maxSteps: 8660 } });
  });

  test('Hugging Face dictionaries without a bar count, or follow the planned epochs', async () => {
    const lines = [0.5, 1, 1.5].map((epoch) => `{'loss': ${3 - epoch}, 'grad_norm': 1.0, 'learning_rate': 1e-05, 'epoch': ${epoch}}\n`).join('');
    const counted = await readAll(textLog, memorySource('out.log', lines));
    expect(counted.points.get('loss')?.steps).toEqual([1, 2, 3]);
    const planned = await readAll(textLog, memorySource('out.log', `  Num Epochs = 3\n  Total optimization steps = 1,218\n${lines}`));
    expect(planned.points.get('loss')?.steps).toEqual([203, 406, 609]);
    expect(planned.facts.plan).toMatchObject({ maxSteps: 1218, maxEpochs: 3 });
  });

  test('the Hugging Face Trainer counts its training samples, not those of an evaluation', async () => {
    const lines = "***** Running training *****\n  Num examples = 3,668\n  Num Epochs = 3\n  Total optimization steps = 345\n{'loss': 0.6, 'learning_rate': 1e-05, 'epoch': 1.0}\n***** Running Evaluation *****\n  Num examples = 408\n  Batch size = 8\n";
    const { facts } = await readAll(textLog, memorySource('out.log', lines));
    expect(facts.hyperparameters).toMatchObject({ num_examples: 3668 });
  });

  test('torchtitan with colours, thousands separators and validation', async () => {
    const { points, facts } = await read('torchtitan.log');
    expect(points.get('loss')).toMatchObject({ steps: [1, 10, 640], values: [12.4153, 10.1, 3.1] });
    expect(points.get('tps')).toMatchObject({ metric: metrics.tokensPerSecond, values: [945, 3502, 3502] });
    expect(points.get('validate loss')).toMatchObject({ metric: metrics.evalLoss, steps: [10] });
    expect(points.get('loss')?.times[0]).toBe(new Date(2025, 11, 17, 1, 18, 26, 708).getTime());
    expect(facts).toMatchObject({ plan: { maxSteps: 644, warmupSteps: 200 }, model: { parameters: 8030261248 } });
  });

  test('blocks of Composer', async () => {
    const { points, facts } = await read('composer.log');
    expect(points.get('loss/train/total')).toMatchObject({ metric: metrics.trainLoss, steps: [1, 2, 10, 17], values: [10.9736, 10.8, 9.1, 8.42] });
    expect(points.get('metrics/eval/LanguageCrossEntropy')).toMatchObject({ metric: metrics.evalLoss, steps: [2] });
    expect(facts.plan.maxSteps).toBe(100);
  });

  test('blocks of OLMo-core', async () => {
    const { points, facts } = await read('olmo.log');
    expect(points.get('train/CE loss')).toMatchObject({ metric: metrics.trainLoss, steps: [300, 310], values: [8.871, 8.7] });
    expect(points.get('throughput/total tokens')).toMatchObject({ metric: metrics.tokens, values: [314572800] });
    expect(facts.plan.maxSteps).toBe(2385);
  });

  test('nanochat', async () => {
    const { points, facts } = await read('nanochat.log');
    expect(points.get('loss')).toMatchObject({ steps: [250], values: [0.385672] });
    expect(points.get('Validation bpb')).toMatchObject({ metric: metrics.evalLoss, steps: [0, 500] });
    expect(points.get('dt')).toMatchObject({ metric: metrics.stepTime, values: [342.15 / 1000] });
    expect(points.get('total time')).toMatchObject({ metric: metrics.elapsed, values: [150] });
    expect(facts).toMatchObject({ plan: { maxSteps: 7800, tokensPerStep: 524288 }, model: { parameters: 560988160 } });
  });

  test('losses of fairseq become nats', async () => {
    const { points, facts } = await read('fairseq.log');
    const loss = points.get('loss');
    expect(loss).toMatchObject({ metric: metrics.trainLoss, steps: [1, 100] });
    // ppl is the independent witness: ln 91120.8 and ln 9410.14.
    expect(loss?.values[0]).toBeCloseTo(Math.log(91120.8), 3);
    expect(loss?.values[1]).toBeCloseTo(Math.log(9410.14), 3);
    expect(points.get('valid_loss')).toMatchObject({ metric: metrics.evalLoss, steps: [1234] });
    expect(facts.ended).toBe('the log says "done training"');
  });

  test('nanotron', async () => {
    const { points } = await read('nanotron.log');
    expect(points.get('consumed_tokens')).toMatchObject({ metric: metrics.tokens, values: [2560, 5120] });
    expect(points.get('lm_loss')).toMatchObject({ metric: metrics.trainLoss, steps: [10, 20] });
    expect(points.get('time_per_iteration_ms')).toMatchObject({ metric: metrics.stepTime, values: [1.2, 1.1] });
    expect(points.get('grad_norm')?.values).toEqual([2.5, 2.1]);
  });

  test('open_lm counts samples over epochs', async () => {
    const { points } = await read('open-lm.log');
    expect(points.get('Loss')).toMatchObject({ metric: metrics.trainLoss, steps: [1024, 53248] });
    expect(points.get('LR')).toMatchObject({ metric: metrics.learningRate, values: [0.0003, 0.00029] });
  });

  test('mmengine', async () => {
    const { points } = await read('mmengine.log');
    expect(points.get('loss')).toMatchObject({ steps: [1, 7], values: [0.421912, 0.401912] });
    expect(points.get('val/coco/AP')).toMatchObject({ steps: [7], values: [0.5] });
  });

  test('only the last drawing of a Keras bar in an epoch is a point', async () => {
    const { points, facts } = await read('keras.log');
    expect(points.get('loss')).toMatchObject({ metric: metrics.trainLossEpoch, steps: [1, 2], values: [0.0815, 0.0415] });
    expect(points.get('val_loss')).toMatchObject({ metric: metrics.evalLoss, values: [0.05, 0.045] });
    expect(facts).toMatchObject({ plan: { maxEpochs: 2 }, ended: 'reached epoch 2 of 2' });
  });

  test('a Lightning bar is a point once a step', async () => {
    const { points } = await read('lightning-bar.log');
    expect(points.get('train_loss')).toMatchObject({ steps: [1, 2, 4, 5, 8], values: [2.3, 2.1, 1.9, NaN, 1.5] });
  });

  test('DeepSpeed lines give way to whatever says more', async () => {
    const alone = await read('deepspeed.log');
    expect(alone.points.get('lr')).toMatchObject({ metric: metrics.learningRate, steps: [2, 4], values: [0.0003, 0.0002] });
    const mixed = await readAll(textLog, memorySource('a.log', textOf('deepspeed.log') + textOf('nanogpt.log')));
    expect(mixed.count('loss')).toBe(4);
    expect(mixed.facts.plan.maxSteps).toBe(600000);
  });
});
