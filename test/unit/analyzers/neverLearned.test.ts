import { describe, expect, it } from 'vitest';
import { neverLearned } from '../../../src/analyzers/neverLearned';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { gaussian, mulberry } from '../random';
import { pointsOf, runWith } from './runWith';

const random = mulberry(31);
const flat = (level: number, noise: number, length: number): number[] => Array.from({ length }, () => level + noise * gaussian(random));
const judge = (values: readonly number[], more?: Partial<Run>) => neverLearned.analyse(runWith({ 'loss/train': pointsOf(values, 10) }, more), defaultSettings);

describe('never learned', () => {
  it('knows the loss of guessing: a warning at first, a stop from a quarter of the plan', () => {
    const values = flat(Math.log(4), 0.003, 30);
    expect(judge(values.slice(0, 9), { plan: { maxSteps: 1000 } })).toEqual([]);
    expect(judge(values.slice(0, 12), { plan: { maxSteps: 1000 } })[0]).toMatchObject({ level: 'warning', since: 90 });
    expect(judge(values, { plan: { maxSteps: 1000 } })[0]).toMatchObject({ level: 'stop', since: 250 });
    expect(judge(values)[0].headline).toMatch(/^Not learning: after 290 steps the loss is still 1\.3[89]\d*, which is what guessing among 4 gives\.$/);
  });

  it('asks for more points where a level may lie at ln k by chance, as about ln 8', () => {
    const values = flat(Math.log(8), 0.002, 30);
    for (const plan of [{}, { maxSteps: 1000 }]) expect(judge(values.slice(0, 19), { plan })).toEqual([]);
    expect(judge(values, { plan: { maxSteps: 2000 } })[0]).toMatchObject({ level: 'warning', since: 190 });
    expect(judge(values, { plan: { maxSteps: 1000 }, model: { vocabulary: 50_257 } })).toEqual([]);
    expect(judge(values.slice(0, 6), { plan: { maxSteps: 1000 }, model: { classes: 8 } })[0]).toMatchObject({ level: 'warning', since: 50 });
  });

  it('believes five points whose accuracy is that of guessing too', () => {
    const losses = pointsOf(flat(Math.log(8), 0.004, 6), 100);
    const judged = (accuracy: number) => neverLearned.analyse(runWith({ 'loss/train': losses, 'accuracy/eval': pointsOf(Array<number>(6).fill(accuracy), 100) }, { plan: { maxSteps: 1200 } }), defaultSettings);
    expect(judged(0.131)[0]).toMatchObject({ level: 'stop', since: 400 });
    expect(judged(0.6)).toEqual([]);
  });

  it('says nothing in the first twentieth of a plan', () => {
    expect(judge(flat(Math.log(1000), 0.01, 40), { model: { classes: 1000 }, plan: { maxSteps: 10_000 } })).toEqual([]);
  });

  it('takes the number of classes and the vocabulary from the model', () => {
    const values = flat(Math.log(1000), 0.05, 30);
    expect(judge(values)).toEqual([]);
    expect(judge(values, { model: { classes: 1000 } })[0].headline).toContain('guessing among 1,000');
    expect(judge(flat(Math.log(50_257), 0.03, 30), { model: { vocabulary: 50_257 } })[0].headline).toContain('guessing among 50,257');
  });

  it('is not said while the learning rate warms up, nor ever again once the loss has fallen', () => {
    const values = flat(Math.log(4), 0.003, 12);
    expect(judge(values, { plan: { warmupSteps: 200 } })).toEqual([]);
    expect(judge([...values, ...flat(1.2, 0.003, 5), ...values])).toEqual([]);
  });

  it('leaves a learning rate that is 0 throughout to the rule about it', () => {
    const values = pointsOf(flat(Math.log(4), 0.003, 40), 10);
    const judged = (rate: number) => neverLearned.analyse(runWith({ 'loss/train': values, learning_rate: pointsOf(values.map(() => rate), 10) }, { plan: { maxSteps: 400 } }), defaultSettings);
    expect(judged(1e-3)).toHaveLength(1);
    expect(judged(0)).toEqual([]);
  });

  it.each([[1, 0.007], [1.009, 0.004]])('does not come and go with a level or a scatter about its bound: %d, %d', (share, noise) => {
    const values = flat(share * Math.log(4), noise, 120);
    const said = values.map((_, i) => judge(values.slice(0, i + 1))[0]?.level ?? '');
    expect(said.at(-1)).toBe('stop');
    expect(said.filter((level, i) => level !== (said[i - 1] ?? ''))).toEqual(['warning', 'stop']);
  });

  it('does not come and go with an accuracy of single batches', () => {
    const losses = flat(Math.log(5), 0.004, 60);
    const accuracies = losses.map(() => 0.2 + 0.03 * gaussian(random));
    const said = losses.map((_, i) => neverLearned.analyse(runWith({
      'loss/train': pointsOf(losses.slice(0, i + 1), 10), accuracy: pointsOf(accuracies.slice(0, i + 1), 10),
    }), defaultSettings)[0]?.level ?? '');
    expect(said.filter((level, i) => level !== (said[i - 1] ?? ''))).toEqual(['warning', 'stop']);
  });

  it('leaves what came before a learning rate of 0 first moved to the rule about it', () => {
    const values = pointsOf(flat(Math.log(4), 0.003, 40), 10);
    const rates = pointsOf(values.map((_, i) => (i < 30 ? 0 : 1e-3)), 10);
    expect(neverLearned.analyse(runWith({ 'loss/train': values, learning_rate: rates }, { plan: { maxSteps: 400 } }), defaultSettings)[0].since).toBe(300);
  });

  it('sees a slow fall that hides in noise', () => {
    const values = Array.from({ length: 500 }, (_, i) => 1.9 - i / 1500 + 0.25 * gaussian(random));
    expect(judge(values)).toEqual([]);
  });

  it('warns of a flat loss, and stops it from half of the plan', () => {
    const values = flat(1.7, 0.07, 150);
    expect(judge(values.slice(0, 49))).toEqual([]);
    expect(judge(values)[0]).toMatchObject({ level: 'warning', since: 490 });
    expect(judge(values, { plan: { maxSteps: 2000 } })[0]).toMatchObject({ level: 'stop', since: 1000 });
  });

  it('knows no flat loss whose scatter could hide a fall', () => {
    expect(judge(flat(2.2, 0.4, 150))).toEqual([]);
  });

  it('sees a loss that has been worse than its start ever since', () => {
    const values = [0.69, ...flat(4.2, 0.5, 40)];
    expect(judge(values, { plan: { maxSteps: 1000 } })[0]).toMatchObject({ level: 'stop', headline: expect.stringContaining('Worse than at the start') });
  });
});
