import { describe, expect, it } from 'vitest';
import { planOf } from '../../../src/engine/planOf';
import type { Config } from '../../../src/model/config';
import { defaultSettings } from '../../../src/model/settings';
import { pointsOf, seriesWith } from '../analyzers/runWith';

const config: Config = { path: '/run/config.yaml', kind: 'axolotl', entries: [], model: {}, plan: { maxSteps: 1000, schedule: 'cosine', warmupSteps: 50, minRatio: 0.1, gradientAccumulation: 8 } };

describe('planOf', () => {
  it('believes settings before the log, and the log before configurations', () => {
    const settings = { ...defaultSettings, 'plan.schedule': 'linear' as const, 'plan.minRatio': 0, 'plan.decayStart': 700 };
    expect(planOf([], { maxSteps: 900, schedule: 'wsd' }, [config], settings)).toMatchObject({ maxSteps: 900, schedule: 'linear', warmupSteps: 50, decayStart: 700, minRatio: 0, gradientAccumulation: 8 });
    expect(planOf([], { maxSteps: 900 }, [config], { ...settings, 'plan.maxSteps': 800, 'plan.warmupSteps': 10 })).toMatchObject({ maxSteps: 800, warmupSteps: 10 });
  });

  it('leaves open what settings leave to it', () => {
    expect(planOf([], {}, [], defaultSettings)).toEqual({ maxSteps: undefined, tokensPerStep: undefined });
    expect(planOf([], {}, [config], defaultSettings)).toMatchObject(config.plan);
  });

  it('works out steps from planned epochs, and tokens of a step, from what was logged', () => {
    const epochs = seriesWith('epoch', pointsOf([0, 0.5, 1], 100));
    const tokens = seriesWith('tokens', pointsOf([0, 51_200, 102_400], 100));
    expect(planOf([epochs, tokens], { maxEpochs: 3 }, [], defaultSettings)).toMatchObject({ maxSteps: 600, tokensPerStep: 512 });
  });
});
