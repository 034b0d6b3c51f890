import { describe, expect, test } from 'vitest';
import { textLog } from '../../../src/formats/textLog';
import { metrics } from '../../../src/model/metric';
import { memorySource, readAll } from './readAll';
import { bytesOf, fixtures, read, textOf } from './text/fixtureLogs';

describe('logs of unknown origin', () => {
  test('five lines with a step and a loss make a run, and steps go on over epochs', async () => {
    const { points } = await read('generic.log');
    expect(points.get('loss')?.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(points.get('lr')).toMatchObject({ metric: metrics.learningRate });
    expect(points.has('eta')).toBe(false);
  });

  test('four lines do not', async () => {
    const reading = await readAll(textLog, memorySource('a.log', textOf('generic.log').split('\n').slice(0, 4).join('\n')));
    expect(reading.points.size).toBe(0);
  });

  test('a preset takes over from it', async () => {
    const reading = await readAll(textLog, memorySource('a.log', textOf('generic.log') + textOf('llmc-main.log')));
    expect(reading.count('trl')).toBe(118);
  });
});

describe('recognition', () => {
  const sure = (path: string, text: string | Uint8Array) => textLog.recognise(path, typeof text === 'string' ? new TextEncoder().encode(text) : text.subarray(0, 1 << 16));

  test.each(fixtures)('%s is a log', (name) => {
    expect(sure(name, bytesOf(name))).toBe(name === 'generic.log' ? 1 : name.endsWith('.log') ? 3 : 2);
  });

  test('a log that begins with 80 KB of source code is recognised and read', async () => {
    const text = textOf('modded-nanogpt.txt');
    const [head, rest] = [text.slice(0, text.indexOf('====')), text.slice(text.indexOf('===='))];
    const long = head + 'x = torch.zeros(10) # step: 1 loss: 2\n'.repeat(2200) + rest;
    expect(sure('f66d43d7.txt', long.slice(0, 1 << 16))).toBe(2);
    expect((await readAll(textLog, memorySource('f66d43d7.txt', long))).count('train_loss')).toBe(117);
  });

  test.each([
    ['README.md', textOf('megatron-notebook.md')],
    ['train.py', textOf('nanogpt.log')],
    ['notes.md', 'The first line is `iter 0: loss 10.9, time 3ms`.\n\niter 0: loss 10.9, time 3ms\n'],
    ['formats.md', ['nanogpt', 'llmc-stdout', 'torchtitan', 'nanotron', 'nanochat'].map((name) => textOf(`${name}.log`).split('\n').slice(-3).join('\n')).join('\n')],
    ['install.txt', Array.from({ length: 9 }, (_, i) => `Step ${i + 1}: pip install torch==2.${i} and set workers=${i}`).join('\n')],
    ['requirements.txt', 'torch==2.1\nnumpy>=1.0\n'],
    ['PROVENANCE.txt', textOf('README.md')],
    ['blob.log', new Uint8Array([1, 2, 0, 3])],
    ['pointer.log', 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n'],
    ['empty.log', ''],
    ['._train.log', textOf('nanogpt.log')],
  ])('%s is none', (path, content) => {
    expect(sure(path, content)).toBe(0);
  });

  test('a log in UTF-16 is one', async () => {
    const wide = Buffer.from(`\ufeff${textOf('nanogpt.log')}`, 'utf16le');
    expect(sure('train.log', wide)).toBe(3);
    expect((await readAll(textLog, memorySource('train.log', wide))).count('loss')).toBe(4);
  });
});
