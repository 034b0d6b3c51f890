import { describe, expect, it } from 'vitest';
import { clippingReport } from '../../../../src/analyzers/gradients/clippingReport';
import { mulberry } from '../../random';

const random = mulberry(3);
const norms = Float64Array.from({ length: 400 }, () => 0.5 + random());

describe('what is said of a clip', () => {
  it('is how often it is active, with an interval, and the quantile it sits at', () => {
    const report = clippingReport(norms, 1);
    expect(report?.active?.share).toBeGreaterThan(0.4);
    expect(report?.active?.low).toBeLessThan(0.5);
    expect(report?.active?.high).toBeGreaterThan(0.5);
    expect(report?.sentence).toMatch(/^The clip at 1 is active in \d+ % \(95 %: \d+–\d+ %\) of 400 logged steps: it sits at their \d+ % quantile\.$/);
    expect(report?.advice).toBeNull();
  });

  it('advises only where there is no doubt', () => {
    expect(clippingReport(norms, 0.4)?.advice).toMatch(/^Every step is clipped.*put it near 1\.\d+,/);
    expect(clippingReport(norms, 2)?.advice).toMatch(/^The clip is next to never active\./);
    expect(clippingReport(norms.subarray(0, 60), 2)?.advice).toBeNull();
  });

  it('counts correlated norms as the fewer independent ones that they are worth', () => {
    const slow = Float64Array.from({ length: 400 }, (_, i) => (Math.floor(i / 100) % 2 ? 2 : 0.5));
    const fast = slow.map((_, i) => (i % 2 ? 2 : 0.5));
    const width = ({ active }: NonNullable<ReturnType<typeof clippingReport>>) => (active ? active.high - active.low : NaN);
    expect(width(clippingReport(slow, 1)!)).toBeGreaterThan(3 * width(clippingReport(fast, 1)!));
  });

  it('is nothing of few norms, without a threshold only quantiles, and nothing of norms after clipping', () => {
    expect(clippingReport(norms.subarray(0, 49), 1)).toBeUndefined();
    expect(clippingReport(norms, undefined)).toMatchObject({ threshold: null, active: null, advice: null });
    expect(clippingReport(norms.map((norm) => Math.min(norm, 1)), 1)).toMatchObject({ afterClipping: true, active: null, advice: null });
  });
});
