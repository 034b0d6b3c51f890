import { describe, expect, it } from 'vitest';
import { stopperOutcomes } from '../../../../src/analyzers/replay/stoppers';

function stepsOf(losses: number[], lowerIsBetter = true): Record<string, number | null> {
  const steps = Float64Array.from(losses, (_, i) => i);
  return Object.fromEntries(stopperOutcomes(steps, Float64Array.from(losses), lowerIsBetter).map(({ name, step }) => [name, step]));
}

describe('other stopping rules', () => {
  const losses = [1, 0.9, 0.95, 0.89, 0.895, 0.9, 0.91, 0.6, 0.5, 0.4];

  it('count evaluations without improvement', () => {
    expect(stepsOf(losses)).toMatchObject({ 'patience 1': 2, 'patience 3': 6, 'patience 5': null, 'patience 10': null });
  });

  it('Keras with its defaults stops at the first evaluation that does not improve', () => {
    expect(stepsOf(losses)['Keras EarlyStopping (defaults)']).toBe(2);
    expect(stepsOf([1, 0.9, 0.8])['Keras EarlyStopping (defaults)']).toBeNull();
  });

  it('Lightning asks for more than min_delta and stops at once at a value that is not finite', () => {
    expect(stepsOf([1, 0.995, 0.994, 0.993, 0.98])['Lightning EarlyStopping (min_delta 0.01)']).toBe(3);
    expect(stepsOf([1, 0.995, 0.98, 0.975, 0.97])['Lightning EarlyStopping (min_delta 0.01)']).toBeNull();
    expect(stepsOf([1, 0.9, NaN, 0.8, 0.7])['Lightning EarlyStopping (defaults)']).toBe(2);
  });

  it('torch acts when more than ten evaluations in a row are not better by 1e-4 of the best', () => {
    const flat = [1, ...new Array<number>(12).fill(0.99995)];
    expect(stepsOf(flat)['torch ReduceLROnPlateau (defaults)']).toBe(11);
    expect(stepsOf([1, ...new Array<number>(10).fill(1)])['torch ReduceLROnPlateau (defaults)']).toBeNull();
  });

  it('are judged by what the run did afterwards', () => {
    const steps = Float64Array.from(losses, (_, i) => i * 100);
    const outcome = stopperOutcomes(steps, Float64Array.from(losses), true).find(({ name }) => name === 'patience 3');
    expect(outcome?.saved).toBeCloseTo(1 - 600 / 900, 12);
    expect(outcome?.regret).toBeCloseTo(0.89 - 0.4, 12);
  });

  it('turn round for a metric of which more is better', () => {
    expect(stepsOf(losses.map((loss) => -loss), false)).toEqual(stepsOf(losses));
  });
});
