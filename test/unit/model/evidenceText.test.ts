import { describe, expect, it } from 'vitest';
import { evidenceText } from '../../../src/model/evidenceText';

describe('evidenceText', () => {
  it.each([
    [{ label: 'Loss now', value: 7.0261, reference: 4.1314 }, 'Loss now: 7.026, against 4.131'],
    [{ label: 'Speed', value: 1470.6, unit: 'tokens per second', reference: 0.1 + 0.2 }, 'Speed: 1,471 tokens per second, against 0.3'],
    [{ label: 'gain', value: 0.02, low: 0.01, high: 0.03 }, 'gain: 0.02 (95 %: 0.01–0.03)'],
    [{ label: 'First slow point', value: 360, unit: 'step' }, 'First slow point: step 360'],
    [{ label: 'Last step', value: 202, unit: 'step', reference: 5100 }, 'Last step: 202, against 5,100'],
    [{ label: 'Site', value: 'before the nonlinearity' }, 'Site: before the nonlinearity'],
  ])('%j', (evidence, text) => expect(evidenceText(evidence)).toBe(text));
});
