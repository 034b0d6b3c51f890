import { describe, expect, it } from 'vitest';
import { clipAlwaysActive } from '../../../src/analyzers/clipAlwaysActive';
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

describe('gradient explosion of a module', () => {
  const judge = (module: readonly number[], whole = usual(module.length)) => gradientExplosion.analyse(runWith({ grad_norm: pointsOf(whole), 'grad_norm/h.3.mlp': pointsOf(module), 'grad_norm/h.4.mlp': pointsOf(usual(module.length)) }), defaultSettings);
  const exploding = [...usual(600), 30, 40, 90, 80, 70];

  it('names the module while the norm of all does not show it', () => {
    expect(judge(exploding.slice(0, -1))).toEqual([]);
    const [open] = judge(exploding);
    expect(open).toMatchObject({ level: 'warning', since: 604 });
    expect(open.headline).toMatch(/^The gradient of h\.3\.mlp explodes since step 600: norm 90 at step 602, \d+(\.\d+)? times its usual 1\.\d+; that of all modules/);
    expect(judge([...exploding, 2, 1.5])).toEqual([]);
  });

  it('leaves it at the norm of all where that explodes too', () => {
    expect(judge(exploding, exploding)[0].headline).toMatch(/^Gradients explode/);
  });
});

describe('a clip that is always active', () => {
  const judge = (norms: readonly number[], maxGradNorm: number | undefined = 1) => clipAlwaysActive.analyse(runWith({ grad_norm: pointsOf(norms) }, { plan: { maxGradNorm } }), defaultSettings);

  it('is noted from the norm on that made it certain', () => {
    const norms = [...usual(100).map((norm) => norm / 3), ...usual(250).map((norm) => norm + 0.001)];
    expect(judge(norms.slice(0, 290))).toEqual([]);
    const [found] = judge(norms);
    expect(found).toMatchObject({ level: 'note', rule: 'clip-always-active' });
    for (const length of [found.since + 1, norms.length - 20]) expect(judge(norms.slice(0, length))[0]?.since).toBe(found.since);
    expect(judge(norms.slice(0, found.since))).toEqual([]);
  });

  it('offers the 90 % quantile as an edit of the configuration', () => {
    const configs = [{ path: 'a.yaml', format: 'axolotl', plan: {}, model: {}, entries: [{ key: 'max_grad_norm', value: 1, line: 3, column: 15, endColumn: 18 }] }];
    const run = { ...runWith({ grad_norm: pointsOf(usual(100).map((norm) => norm + 1)) }, { plan: { maxGradNorm: 1 } }), configs } as unknown as Parameters<typeof clipAlwaysActive.analyse>[0];
    const edit = clipAlwaysActive.analyse(run, defaultSettings)[0].advice[0].edit;
    expect(edit).toMatchObject({ path: 'a.yaml', key: 'max_grad_norm' });
    expect(edit?.value).toBeCloseTo(2.9, 1);
  });

  it('is not said of few norms, without a clip, of one that is sometimes active, or of norms after clipping', () => {
    const high = usual(100).map((norm) => norm + 0.001);
    expect(judge(high.slice(0, 49))).toEqual([]);
    expect(judge(high, 0)).toEqual([]);
    expect(clipAlwaysActive.analyse(runWith({ grad_norm: pointsOf(high) }), defaultSettings)).toEqual([]);
    expect(judge(high.map((norm, i) => (i % 20 ? norm : 0.5)))).toEqual([]);
    expect(judge(high.map(() => 1.0005))).toEqual([]);
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
