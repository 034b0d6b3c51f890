import { describe, expect, it } from 'vitest';
import { gradientExplosion } from '../../../src/analyzers/gradientExplosion';
import { gradientVanishing } from '../../../src/analyzers/gradientVanishing';
import { defaultSettings } from '../../../src/model/settings';
import { mulberry } from '../random';
import { pointsOf, runWith } from './runWith';

const random = mulberry(51);
const usual = (length: number): number[] => Array.from({ length }, () => 1 + random());

describe('gradient explosion', () => {
  const judge = (norms: readonly number[]) => gradientExplosion.analyse(runWith({ grad_norm: pointsOf(norms) }), defaultSettings);

  it('is a warning from the fifth point on and a note once it is over', () => {
    const norms = [...usual(50), 30, 40, 90, 80, 70];
    expect(judge(norms.slice(0, -1))).toEqual([]);
    const [open] = judge(norms);
    expect(open).toMatchObject({ level: 'warning', since: 54 });
    expect(open.headline).toMatch(/^Gradients explode since step 50: norm 90 at step 52, \d+(\.\d+)? times its usual 1\.\d+\.$/);
    expect(judge([...norms, 2, 1.5])[0]).toMatchObject({ level: 'note', since: 55 });
  });

  it('is not said of single spikes, of a high start, or of clipping', () => {
    expect(judge([...usual(50), 60, ...usual(30), 80, ...usual(30)])).toEqual([]);
    expect(judge([...Array.from({ length: 20 }, (_, i) => 15 / (i + 1)), ...usual(100).map((norm) => norm / 5)])).toEqual([]);
    expect(gradientExplosion.analyse(runWith({ grad_norm: pointsOf(usual(100).map((norm) => norm * 100)) }, { plan: { maxGradNorm: 1 } }), defaultSettings)).toEqual([]);
  });
});

describe('gradient vanishing', () => {
  it('is said of the whole model and of a module', () => {
    const vanished = [...usual(40), ...Array<number>(12).fill(1e-9)];
    const [whole] = gradientVanishing.analyse(runWith({ grad_norm: pointsOf(vanished) }), defaultSettings);
    expect(whole).toMatchObject({ level: 'warning', since: 49 });
    const [part] = gradientVanishing.analyse(runWith({ grad_norm: pointsOf(usual(52)), 'grad_norm/layers.3.mlp': pointsOf(vanished), 'grad_norm/layers.4.mlp': pointsOf(usual(52)) }), defaultSettings);
    expect(part.headline).toMatch(/^The gradient of layers\.3\.mlp has vanished since step 40:/);
  });

  it('is not said of single zeros, of a logger that writes 0, or of a solved task', () => {
    const zeros = Array<number>(12).fill(0);
    expect(gradientVanishing.analyse(runWith({ grad_norm: pointsOf(usual(100).map((norm, i) => (i % 3 ? norm : 0))) }), defaultSettings)).toEqual([]);
    expect(gradientVanishing.analyse(runWith({ grad_norm: pointsOf([...zeros, ...zeros]) }), defaultSettings)).toEqual([]);
    const solved = Array.from({ length: 52 }, (_, i) => (i < 40 ? 2 : 1e-6));
    expect(gradientVanishing.analyse(runWith({ grad_norm: pointsOf([...usual(40), ...zeros]), 'loss/train': pointsOf(solved) }), defaultSettings)).toEqual([]);
  });
});
