import { describe, expect, it } from 'vitest';
import { multiPowerLoss, type MultiPowerParameters } from '../../../../src/analyzers/schedules/multiPowerLaw';
import { fitMultiPowerLaw } from '../../../../src/analyzers/schedules/multiPowerLawFit';
import { exactPath, publishedCurve, thinnedPath } from './multiPowerLawCurves';

const published: MultiPowerParameters = {
  L0: 3.04045406, A: 0.52468604, alpha: 0.50786857, B: 363.78751622, C: 2.06560812, beta: 0.58279013, gamma: 0.64142257,
};
const fitted = ['cosine_24000', 'constant_24000', 'wsdcon_9'];
const heldOut = ['constant_72000', 'cosine_72000', 'wsd_20000_24000', 'wsdld_20000_24000', 'wsdcon_3', 'wsdcon_18'];

function errorsOf(parameters: MultiPowerParameters, name: string) {
  const { steps, losses } = publishedCurve(name);
  const predicted = multiPowerLoss(parameters, exactPath(name), steps);
  const errors = losses.map((loss, i) => loss - predicted[i]);
  const mean = losses.reduce((a, b) => a + b) / losses.length;
  const squares = errors.reduce((sum, e) => sum + e * e, 0);
  return {
    rmse: Math.sqrt(squares / losses.length),
    r2: 1 - squares / losses.reduce((sum, l) => sum + (l - mean) ** 2, 0),
    mae: errors.reduce((sum, e) => sum + Math.abs(e), 0) / losses.length,
    worst: Math.max(...errors.map((e, i) => Math.abs(e) / losses[i])),
  };
}

const average = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;

describe('Multi-Power Law', () => {
  it('reproduces the rates that the files log', () => {
    for (const name of [...fitted, ...heldOut]) {
      const { steps, rates } = publishedCurve(name);
      const path = exactPath(name);
      steps.forEach((step, i) => expect(path.rateAt(step)).toBeCloseTo(rates[i], 12));
    }
  });

  it('has the published errors on the six held-out curves at the published parameters', () => {
    const errors = heldOut.map((name) => errorsOf(published, name));
    expect(average(errors.map((e) => e.rmse)).toFixed(5)).toBe('0.00465');
    expect(average(errors.map((e) => e.r2)).toFixed(4)).toBe('0.9988');
    expect(average(errors.map((e) => e.mae)).toFixed(5)).toBe('0.00376');
    expect(average(errors.map((e) => e.worst)).toFixed(5)).toBe('0.00409');
  });

  it('fitted to three curves predicts the six others at least as well as the published fit', () => {
    const fit = fitMultiPowerLaw(fitted.map((name) => ({ ...publishedCurve(name), path: thinnedPath(name) })));
    const rmse = average(heldOut.map((name) => errorsOf(fit.parameters, name).rmse));
    expect(rmse).toBeLessThanOrEqual(0.00465);
  });
});
