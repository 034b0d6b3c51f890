import { describe, expect, test } from 'vitest';
import { csv } from '../../../src/formats/csv';
import { corrupted, growthSizes } from './corruptions';
import { fixture } from './fixture';
import { Followed, followedBytes, followedGrowing } from './followSource';
import { memorySource } from './memorySource';

const lightning = fixture('csv/version_0/metrics.csv');
const path = '/logs/version_0/metrics.csv';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const follow = (content: Uint8Array | string, name = path) => followedBytes(csv, content, name);
const sure = (name: string, content: Uint8Array | string): number => csv.recognise(`/a/${name}`, typeof content === 'string' ? encode(content) : content);

describe('recognition', () => {
  test('knows logs by their columns', () => {
    expect(sure('metrics.csv', lightning)).toBe(3);
    expect(sure('curve.csv', 'step,lr,loss\n1,0.1,3\n2,0.1,2\n')).toBe(2);
    expect(sure('out.csv', 'loss,val_loss\n3,4\n2,3\n')).toBe(1);
    expect(sure('n_layers_error.csv', fixture('csv/n_layers_error.csv'))).toBe(2);
    expect(sure('wandb_export.csv', '"Step","a - train/loss","a - train/loss__MIN"\n"1","3","3"')).toBe(3);
    expect(sure('train_loss.txt', '3.5\n3.25\n3')).toBe(2);
    expect(csv.recognise('/a/dvclive/plots/metrics/train/custom.tsv', encode('step\tcustom\n0\t1\n'))).toBe(3);
  });

  test('takes the tables that CatBoost writes for each set for one training', async () => {
    const home = (name: string) => csv.home?.(`/w/catboost_info/${name}`);
    expect([home('learn_error.tsv'), home('test_error.tsv'), home('metrics.csv')]).toEqual(['/w/catboost_info', '/w/catboost_info', undefined]);
    expect(sure('test_error.tsv', 'iter\tAUC\n0\t0.7\n1\t0.8\n')).toBe(3);
    expect(sure('time_left.tsv', 'iter\tPassed\tRemaining\n0\t15\t2985\n1\t24\t2460\n')).toBe(0);
    const test = await follow('iter\tLogloss\tAUC\n0\t0.66\t0.7\n1\t0.62\t0.8\n', '/w/catboost_info/test_error.tsv');
    expect(Object.keys(test.table())).toEqual(['|loss/eval|test/Logloss', '|test/AUC|test/AUC']);
    expect(Object.keys((await follow('iter\tRMSE\n0\t9.1\n1\t8.2\n', '/w/catboost_info/learn_error.tsv')).table())).toEqual(['|loss/train|learn/RMSE']);
  });

  test('knows that tables of layers, of settings and of models are no logs', () => {
    expect(sure('spectral.csv', fixture('csv/spectral.csv'))).toBe(0);
    expect(sure('results.csv', 'learning_rate,batch_size,val_loss\n0.1,32,3\n0.01,64,2\n')).toBe(0);
    expect(sure('losses.csv', 'name,params,tokens,loss\na,1,2,3\nb,2,3,2\n')).toBe(0);
    expect(sure('per_layer.csv', 'step,grad_norm\n1,0.1\n1,0.2\n1,0.3\n2,0.1\n2,0.2\n')).toBe(0);
    expect(sure('people.csv', 'id,age\n1,30\n2,40\n')).toBe(0);
    expect(sure('numbers.txt', '1\n2\n3\n')).toBe(0);
  });

  test('refuses empty files, pointers, resource forks and other endings', () => {
    expect(sure('metrics.csv', '')).toBe(0);
    expect(sure('metrics.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n')).toBe(0);
    expect(sure('._metrics.csv', lightning)).toBe(0);
    expect(sure('metrics.bin', lightning)).toBe(0);
  });
});

describe('Lightning', () => {
  test('has values of steps and of epochs in rows of their own', async () => {
    const read = await follow(lightning);
    const table = read.table();
    expect(read.points()).toBe(295);
    expect(table['|loss/train|train_loss_step'].steps.slice(0, 3)).toEqual([49, 99, 149]);
    expect(table['|loss/train|train_loss_step'].values[0]).toBe(0.5179452385386695);
    expect(table['|loss/train/epoch|train_loss_epoch'].steps.slice(0, 2)).toEqual([62, 125]);
    expect(read.skipped()).toBe(0);
  });

  test('writes the file anew when a column is added: the columns move, nothing is doubled', async () => {
    const source = memorySource('epoch,step,train_loss\n0,49,3.5\n0,99,3.25\n', path);
    const reading = await new Followed(csv, source).follow();
    source.bytes = encode('');
    await reading.follow();
    expect(reading.table()['|loss/train|train_loss'].steps).toEqual([49, 99]);
    source.bytes = encode('a_norm,epoch,step,train_loss,val_loss\n,0,49,3.5,\n,0,99,3.25,\n1,0,99,,3.125\n');
    const table = (await reading.follow()).table();
    expect(table['|loss/train|train_loss']).toMatchObject({ steps: [49, 99], values: [3.5, 3.25] });
    expect(table['|loss/eval|val_loss'].values).toEqual([3.125]);
  });
});

describe('other layouts', () => {
  test('Keras counts epochs and repeats its header when a run appends', async () => {
    const read = await follow('epoch,accuracy,loss,val_loss\n0,0.5,2,2.5\n1,0.6,1.5,2\nepoch,accuracy,loss,val_loss\n1,0.6,1.4,1.9\n');
    expect(read.table()['|loss/train|loss']).toMatchObject({ steps: [0, 1, 1], values: [2, 1.5, 1.4] });
    expect(read.table()['|loss/eval|val_loss'].values).toEqual([2.5, 2, 1.9]);
    expect(read.skipped()).toBe(0);
  });

  test('an export of W&B gives each run a lane and leaves out minima and maxima', async () => {
    const content = '"Step","brave-sun-1 - train/loss","brave-sun-1 - train/loss__MIN","brave-sun-1 - train/loss__MAX","a - b - train/loss"\n"0","3.5","3","4",""\n"10","2.5","2.5","2.5","3.25"';
    const table = (await follow(content)).table();
    expect(table['brave-sun-1|loss/train|train/loss']).toMatchObject({ steps: [0, 10], values: [3.5, 2.5] });
    expect(table['a - b|loss/train|train/loss']).toMatchObject({ steps: [10], values: [3.25] });
    expect(Object.keys(table)).toHaveLength(2);
  });

  test('a sweep gives each column a lane, equal settings too', async () => {
    const read = await follow(fixture('csv/n_layers_error.csv'), '/a/n_layers_error.csv');
    const table = read.table();
    expect(Object.keys(table)).toHaveLength(9);
    expect(read.points()).toBe(360);
    expect(table['n_layers_2.0.1|loss/train|n_layers_2.0.1'].steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(table['n_layers_2.0|loss/train|n_layers_2.0'].values[0]).toBe(4.650995788574218);
  });

  test('padded headers, tabs, semicolons, spaces, comments and index columns are understood', async () => {
    const expected = { steps: [1, 2], values: [3, 2.5] };
    for (const content of [
      '      step,          loss\n         1,             3\n         2,           2.5\n',
      'step\tloss\n1\t3\n2\t2.5\n', 'step;loss\r\n1;3\r\n2;2.5\r\n', '# step loss\n1   3\n2   2.5  \n', ',loss\n1,3\n2,2.5\n',
      '\ufeffstep,loss\r1,3\r2,2.5\r',
    ]) expect((await follow(content)).table()['|loss/train|loss'], content).toMatchObject(expected);
  });

  test('bare numbers are losses, in one column or behind their steps', async () => {
    expect((await follow('3.5\n3.25\nnan\n', '/a/loss.txt')).table()['|loss/train|loss']).toMatchObject({ steps: [1, 2, 3], values: [3.5, 3.25, NaN] });
    expect((await follow('100 3.5\n200 3.25\n', '/a/val_loss.txt')).table()['|loss/eval|val_loss'].steps).toEqual([100, 200]);
  });

  test('DVCLive says in the path which metric it is', async () => {
    const table = (await follow('timestamp\tstep\tloss\n1700000000000\t0\t3\n', '/a/plots/metrics/eval/loss.tsv')).table();
    expect(table['|loss/eval|eval/loss']).toMatchObject({ steps: [0], values: [3], times: [1.7e12] });
  });

  test('quoted cells may hold delimiters, quotes and line feeds', async () => {
    const read = await follow('step,note,loss\n1,"a, ""b""\nc",3\n2,"",2\n3,plain,"1.5"\n');
    expect(read.table()['|loss/train|loss']).toMatchObject({ steps: [1, 2, 3], values: [3, 2, 1.5] });
    expect(read.skipped()).toBe(0);
  });

  test('epochs of several rows give way to row numbers', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${Math.floor(i / 3)},${9 - i}`).join('\n');
    expect((await follow(`epoch,loss\n${rows}\n`)).table()['|loss/train|loss'].steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('broken files', () => {
  const small = encode('epoch,step,lr,train_loss,val_loss\n0,10,0.001,2.5,\n0,20,0.0009,nan,\n0,20,,,2.25\n1,30,0.0008,2.125,\n');

  test('rows that do not fit are counted and cost nothing else', async () => {
    const read = await follow('step,loss\n1,3\n2,3,4\nbroken\n3,"2\n\n4,1\n');
    expect(read.table()['|loss/train|loss'].steps).toEqual([1, 4]);
    expect(read.skipped()).toBe(3);
  });

  test('the last row needs no line feed and is replaced when it grows', async () => {
    const source = memorySource('step,loss\n1,3\n2,2.', path);
    const reading = await new Followed(csv, source).follow();
    expect(reading.table()['|loss/train|loss'].values).toEqual([3, 2]);
    source.bytes = encode('step,loss\n1,3\n2,2.75\n');
    expect((await reading.follow()).table()['|loss/train|loss'].values).toEqual([3, 2.75]);
  });

  test('every truncation keeps every whole row', async () => {
    const text = new TextDecoder().decode(small);
    for (let size = 0; size <= small.length; size++) {
      const rows = text.slice(0, size).split('\n').slice(1, -1).length;
      const steps = (await follow(small.subarray(0, size))).table()['|epoch|epoch']?.steps.length ?? 0;
      expect(steps === rows || steps === rows + 1, `${size} bytes`).toBe(true);
    }
  });

  test('10,000 random corruptions neither throw nor hang', async () => {
    for (let seed = 0; seed < 10_000; seed++) await follow(corrupted(small, seed));
  });

  test('random garbage is neither recognised nor fatal', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const garbage = corrupted(new Uint8Array(300), seed * 6 + 1).map((byte, i) => (byte * 31 + i * seed * 7) & 255);
      expect(sure('metrics.csv', garbage)).toBe(0);
      await follow(garbage);
    }
  });

  test('growing in pieces gives what reading at once gives, corrupt or not', async () => {
    const quoted = encode('step,note,loss\n1,"a\nb",3\n2,x,2\n3,"c ""d""\n",1\n4,,0.5\n');
    for (let seed = 0; seed < 150; seed++) {
      const bytes = seed < 50 ? quoted : corrupted(small, seed);
      const atOnce = await follow(bytes);
      const growing = await followedGrowing(csv, bytes, growthSizes(bytes.length, 8, seed), path);
      expect(growing.table(), `seed ${seed}`).toEqual(atOnce.table());
      expect(growing.skipped(), `seed ${seed}`).toBe(atOnce.skipped());
    }
  });

  test('UTF-16 with a byte-order mark is read', async () => {
    const text = `\ufeff${new TextDecoder().decode(small)}`;
    const wide = new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
    expect((await follow(wide)).table()).toEqual((await follow(small)).table());
  });

  test('a line far too long is passed over', async () => {
    const long = new Uint8Array(40 << 20).fill(120);
    const head = encode('step,loss\n1,3\n');
    const tail = encode('\n2,2\n');
    const whole = new Uint8Array(head.length + long.length + tail.length);
    whole.set(head);
    whole.set(long, head.length);
    whole.set(tail, head.length + long.length);
    const read = await follow(whole);
    expect(read.table()['|loss/train|loss'].steps).toEqual([1, 2]);
    expect(read.skipped()).toBe(1);
  });
});
