import { describe, expect, test } from 'vitest';
import { maskedCrc32c } from '../../../src/formats/crc32c';
import { tensorBoard } from '../../../src/formats/tensorBoard';
import { corrupted, growthSizes } from './corruptions';
import { fixture } from './fixture';
import { followedBytes, followedGrowing } from './followSource';
import { seededRandom } from './seededRandom';

const huggingFace = fixture('tensorBoard/events.out.tfevents.1744230855.host.0');
const lightning = fixture('tensorBoard/events.out.tfevents.1716735746.host.0');
const histograms = fixture('tensorBoard/events.out.tfevents.1700000000.histograms-nan-restart.0');
const encodings = fixture('tensorBoard/events.out.tfevents.1700000001.encodings.0');
const keras = fixture('tensorBoard/validation/events.out.tfevents.1664092916.host.0.v2');
const kerasPath = '/logs/validation/events.out.tfevents.1664092916.host.0.v2';

const follow = (bytes: Uint8Array, path = '/runs/a/events.out.tfevents.1.host.0') => followedBytes(tensorBoard, bytes, path);

describe('recognition', () => {
  const head = keras.subarray(0, 64);

  test('goes by the checksummed first record, and by the name beside it', () => {
    expect(tensorBoard.recognise(kerasPath, head)).toBe(3);
    expect(tensorBoard.recognise('/logs/renamed.bin', head)).toBe(2);
  });

  test('refuses files that only look like event files', () => {
    const lfs = new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
    expect(tensorBoard.recognise('/a/._events.out.tfevents.1.host.0', head)).toBe(0);
    expect(tensorBoard.recognise('/a/events.out.tfevents.1.host.0', lfs)).toBe(0);
    expect(tensorBoard.recognise('/a/events.out.tfevents.1.host.0', new Uint8Array(0))).toBe(0);
    expect(tensorBoard.recognise('/a/events.out.tfevents.1.host.0', new Uint8Array(4096))).toBe(0);
  });

  test('still finds a file whose first record is corrupt', () => {
    const broken = keras.slice();
    broken[20] ^= 1;
    expect(tensorBoard.recognise(kerasPath, broken)).toBe(1);
  });
});

describe('scalars', () => {
  test('of the Hugging Face Trainer have the points that TensorBoard reads', async () => {
    const read = await follow(huggingFace);
    const table = read.table();
    expect(read.points()).toBe(126);
    expect(read.skipped()).toBe(0);
    expect(table['|loss/train|train/loss'].steps).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200]);
    expect(table['|loss/train|train/loss'].values[0]).toBe(Math.fround(1.2893));
    expect(table['|loss/eval|eval/loss'].values[11]).toBeCloseTo(0.28997072577, 10);
    expect(table['|learning_rate|train/learning_rate'].values[0]).toBe(4.583333429764025e-5);
    expect(table['|loss/eval|eval/loss'].times[0]).toBeCloseTo(1744230922308.466, 2);
    expect(table['|loss/train/epoch|train/train_loss'].values).toEqual([Math.fround(0.3829872310161591)]);
    expect(table['|epoch|train/epoch'].steps).toHaveLength(25);
  });

  test('of Lightning end where the file was cut off', async () => {
    const read = await follow(lightning);
    const table = read.table();
    expect(table['|loss/train|train_loss'].steps).toHaveLength(80);
    expect(table['|loss/train|train_loss'].values[79]).toBe(0.8475407958030701);
    expect(read.points()).toBe(161);
    expect(read.facts().cut).toBe(true);
    expect(read.skipped()).toBe(0);
  });

  test('are read in every encoding, at negative and very large steps', async () => {
    const table = (await follow(encodings)).table();
    expect(Object.keys(table)).toHaveLength(14);
    for (const [name, { steps, values }] of Object.entries(table)) {
      expect(steps, name).toEqual([-1, 300, 5_000_000_000]);
      expect(values, name).toEqual(/i\d\d/.test(name) ? [3, -2, 1024] : [0.5, -2, 1024]);
    }
  });

  test('keep non-finite values and steps that start again', async () => {
    const loss = (await follow(histograms)).table()['|loss/train|train/loss'];
    expect(loss.steps).toEqual([0, 10, 20, 30, 40, 20]);
    expect(loss.values.slice(2, 5)).toEqual([NaN, Infinity, -Infinity]);
  });

  test('of a validation folder are evaluations though their tags do not say so', async () => {
    const table = (await follow(keras, kerasPath)).table();
    expect(table['|loss/eval|epoch_loss'].values).toEqual([1.062081217765808]);
    expect(table['|loss/eval|evaluation_loss_vs_iterations'].steps).toEqual([1250]);
    expect((await follow(keras)).table()['|loss/train/epoch|epoch_loss'].values).toEqual([1.062081217765808]);
  });

  test('are read from fields that are not packed', async () => {
    const tensor = [...[8, 1], ...[0x2d, ...float(2.5)]];
    const metadata = [10, 9, 10, 7, ...new TextEncoder().encode('scalars')];
    const bytes = file([[16, 7, ...message(42, message(10, [...message(10, [...new TextEncoder().encode('a')]), ...message(66, tensor), ...message(74, metadata)]))]]);
    expect((await follow(bytes)).table()['|a|a']).toMatchObject({ steps: [7], values: [2.5] });
  });
});

describe('histograms', () => {
  test('become L2 norms: exact from sums of squares, estimated from bins', async () => {
    const table = (await follow(histograms)).table();
    expect(table['|grad_norm/h.0.mlp|gradients/h.0.mlp'].values[0]).toBeCloseTo(Math.sqrt(2607.930130355558), 12);
    expect(table['|grad_norm/h.0.mlp|gradients/h.0.mlp'].steps).toEqual([0, 10, 20, 30, 40]);
    const estimated = table['|l2_norm/weights/h.0.mlp|weights/h.0.mlp (norm estimated from bins)'].values;
    expect(estimated).toHaveLength(5);
    // The generator put the same values into both kinds of histogram.
    expect(estimated[0] / Math.sqrt(2607.930130355558)).toBeCloseTo(1, 1);
  });
});

describe('facts', () => {
  test('come from the arguments and the model configuration of the Trainer', async () => {
    const { plan, model, hyperparameters, ended } = (await follow(huggingFace)).facts();
    expect(plan).toMatchObject({ maxSteps: 1200, schedule: 'linear', peakRate: 5e-5, gradientAccumulation: 1, evalEverySteps: 100, logEverySteps: 100, maxGradNorm: 1 });
    expect(model).toMatchObject({ architecture: 'RobertaForMaskedLM', layers: 12, hiddenSize: 768, ffnSize: 3072, heads: 12, vocabulary: 50265, classes: 4 });
    expect(hyperparameters.adam_beta2).toBe(0.999);
    expect(ended).toBe('train/train_runtime was logged');
  });

  test('come from the hparams plugin; a session end without a time ends nothing', async () => {
    const first = (await follow(encodings)).facts();
    expect(first.hyperparameters).toEqual({ lr: 3e-4, optimizer: 'adamw', bf16: true });
    expect(first.ended).toBe('the session end was logged');
    const second = (await follow(lightning)).facts();
    expect(second.hyperparameters).toEqual({ num_chars: 29, seq_length: 100, hidden_units: 512, num_layers: 2, lr: 0.001 });
    expect(second.ended).toBeUndefined();
  });
});

describe('broken files', () => {
  test('every truncation keeps every whole record', async () => {
    const whole = (await follow(histograms)).table();
    let before = 0;
    for (let size = 0; size <= histograms.length; size += size < 1200 ? 1 : 13) {
      const read = await follow(histograms.subarray(0, size));
      expect(read.skipped()).toBe(0);
      expect(read.points()).toBeGreaterThanOrEqual(before);
      before = read.points();
      for (const [name, { values }] of Object.entries(read.table())) expect(values).toEqual(whole[name].values.slice(0, values.length));
    }
    expect(before).toBeGreaterThan(15);
  });

  test('a flipped bit costs one record and is counted', async () => {
    for (let at = 0; at < keras.length; at++) {
      const broken = keras.slice();
      broken[at] ^= 4;
      const read = await follow(broken, kerasPath);
      const inVersion = at < 40;
      expect(read.points(), `byte ${at}`).toBe(inVersion ? 4 : 3);
      expect(read.skipped(), `byte ${at}`).toBe(1);
    }
  });

  test('10,000 random corruptions neither throw nor hang', async () => {
    for (let seed = 0; seed < 10_000; seed++) await follow(corrupted(seed % 2 ? keras : lightning.subarray(0, 1500), seed), kerasPath);
  });

  test('growing in pieces gives what reading at once gives, corrupt or not', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const bytes = seed < 20 ? encodings : corrupted(lightning, seed);
      const atOnce = await follow(bytes);
      const growing = await followedGrowing(tensorBoard, bytes, growthSizes(bytes.length, 12, seed));
      expect(growing.table()).toEqual(atOnce.table());
      expect(growing.skipped()).toBe(atOnce.skipped());
    }
  });

  test('many scalars are read as they are one by one', async () => {
    const random = seededRandom(5);
    const event = (step: number) => [9, ...double(1.7e9 + step / 7), 16, ...varint(step), ...message(42, message(10, [...message(10, [97 + Math.floor(random() * 3)]), 21, ...float(random() < 0.05 ? NaN : random())]))];
    const steps = Array.from({ length: 3000 }, (_, i) => (i % 700 === 0 ? 2 ** 60 : i % 500 === 3 ? 0 : i * 37));
    const bytes = file(steps.map(event));
    const atOnce = await follow(bytes);
    const record = Math.floor(bytes.length / steps.length);
    const oneByOne = await followedGrowing(tensorBoard, bytes, Array.from({ length: steps.length }, (_, i) => i * record));
    expect(atOnce.points()).toBe(steps.length);
    expect(atOnce.table()).toEqual(oneByOne.table());
    const broken = corrupted(bytes, 4);
    expect((await follow(broken)).table()).toEqual((await followedGrowing(tensorBoard, broken, Array.from({ length: steps.length }, (_, i) => i * record))).table());
  });

  test('byte by byte too', async () => {
    const growing = await followedGrowing(tensorBoard, keras, Array.from(keras.keys()), kerasPath);
    expect(growing.table()).toEqual((await follow(keras, kerasPath)).table());
  });

  test('records larger than a chunk are passed over or read, and nothing behind them is lost', async () => {
    const scalar = [16, 3, ...message(42, message(10, [...message(10, [97]), 21, ...float(1.5)]))];
    const graph = message(34, new Uint8Array(9 << 20));
    const pictures = message(42, concat(message(10, concat([...message(10, [98])], message(34, new Uint8Array(6 << 20)))), message(10, [...message(10, [97]), 21, ...float(2.5)])));
    const read = await follow(file([scalar, graph, concat([16, 4], pictures), scalar]));
    expect(read.table()['|a|a']).toMatchObject({ steps: [3, 4, 3], values: [1.5, 2.5, 1.5] });
    expect(read.skipped()).toBe(0);
  });

  test('a stretch of zeros larger than a chunk is passed over', async () => {
    const whole = concat(keras, new Uint8Array(9 << 20), keras);
    const read = await follow(whole, kerasPath);
    expect(read.points()).toBe(8);
    expect(read.skipped()).toBe(1);
    expect(read.reasons()[0]).toMatch(/^9437184 bytes are corrupt/);
  });
});

function float(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function double(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) return bytes;
  }
}

/** A field of wire type 2. */
function message(key: number, content: ArrayLike<number>): Uint8Array {
  return concat([key, ...varint(content.length)], content);
}

function file(events: readonly ArrayLike<number>[]): Uint8Array {
  return concat(keras.subarray(0, 40), ...events.map((event) => {
    const bytes = new Uint8Array(event.length + 16);
    const view = new DataView(bytes.buffer);
    bytes.set(event, 12);
    view.setUint32(0, event.length, true);
    view.setUint32(8, maskedCrc32c(view, 0, 8), true);
    view.setUint32(12 + event.length, maskedCrc32c(view, 12, 12 + event.length), true);
    return bytes;
  }));
}

function concat(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
