import { describe, expect, it } from 'vitest';
import type { Format } from '../../../src/formats/format';
import { groupLogs } from '../../../src/engine/groupLogs';
import { folderOf } from '../../../src/model/source';

function format(id: string, more: Partial<Format> = {}): Format {
  return { id, label: id, recognise: () => 3, read: () => Promise.reject(new Error('not read here')), ...more };
}

const text = format('text');
const csv = format('csv');
const events = format('tensorboard', { home: (path) => folderOf(path).replace(/\/(train|validation)$/, '') });
const state = format('trainer-state', { wholeHistory: true, home: (path) => folderOf(path).replace(/\/checkpoint-\d+$/, '') });

function keysOf(...logs: readonly (readonly [string, Format])[]) {
  return groupLogs(logs.map(([path, own]) => ({ path, format: own }))).map(({ key, parts }) => [key, parts.map((part) => part.logs.map(({ path }) => path))]);
}

describe('groupLogs', () => {
  it('makes all checkpoints of a run one run and reads the newest history', () => {
    expect(keysOf(['/w/out/checkpoint-500/trainer_state.json', state], ['/w/out/checkpoint-1000/trainer_state.json', state])).toEqual([
      ['/w/out', [['/w/out/checkpoint-1000/trainer_state.json']]],
    ]);
  });

  it('prefers the history that was saved at the end', () => {
    expect(keysOf(['/w/out/checkpoint-500/trainer_state.json', state], ['/w/out/trainer_state.json', state])).toEqual([
      ['/w/out', [['/w/out/trainer_state.json']]],
    ]);
  });

  it('joins events that Hugging Face writes below the output folder', () => {
    expect(keysOf(['/w/out/checkpoint-5/trainer_state.json', state], ['/w/out/runs/Apr09_20-34-15_host/events', events])).toHaveLength(1);
  });

  it('joins the training and validation folders of Keras', () => {
    const groups = groupLogs([{ path: '/w/logs/a/train/e1', format: events }, { path: '/w/logs/a/validation/e2', format: events }]);
    expect(groups.map(({ key }) => key)).toEqual(['/w/logs/a']);
    expect(groups[0].parts.map(({ logs }) => logs.length)).toEqual([1, 1]);
  });

  it('keeps event files of one folder in one part, in their order', () => {
    expect(keysOf(['/w/a/e1', events], ['/w/a/e2', events])).toEqual([['/w/a', [['/w/a/e1', '/w/a/e2']]]]);
  });

  it('makes each text log a run of its own', () => {
    expect(keysOf(['/w/first.log', text], ['/w/second.log', text]).map(([key]) => key)).toEqual(['/w/first.log', '/w/second.log']);
  });

  it('joins formats that lie alone beside each other under usual names or one stem', () => {
    expect(keysOf(['/w/a/train.log', text], ['/w/a/metrics.csv', csv]).map(([key]) => key)).toEqual(['/w/a']);
    expect(keysOf(['/w/a/big.log', text], ['/w/a/big.csv', csv]).map(([key]) => key)).toEqual(['/w/a']);
    expect(keysOf(['/w/a/one.log', text], ['/w/a/other.csv', csv]).map(([key]) => key)).toEqual(['/w/a/one.log', '/w/a/other.csv']);
  });

  it('joins a tensorboard folder with the log above it', () => {
    expect(keysOf(['/w/a/train.log', text], ['/w/a/tensorboard/e1', events]).map(([key]) => key)).toEqual(['/w/a']);
  });

  it('leaves two runs below one runs folder apart', () => {
    expect(keysOf(['/w/runs/a/e1', events], ['/w/runs/b/e1', events]).map(([key]) => key)).toEqual(['/w/runs/a', '/w/runs/b']);
  });
});
