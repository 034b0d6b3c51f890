import { describe, expect, it } from 'vitest';
import { opinionEvidence, spikeSecondOpinions } from '../../../../src/analyzers/losses/spikeSecondOpinions';

function stepsSaid(values: readonly number[], plannedSteps?: number): (number | undefined)[] {
  const steps = Float64Array.from(values, (_, i) => 10 * i);
  return spikeSecondOpinions({ steps, values: Float64Array.from(values) }, plannedSteps).map(({ step }) => step);
}

const calm = Array.from({ length: 300 }, (_, i) => 2 + (i % 2) / 100);
const withTail = (...tail: number[]): number[] => [...calm, ...tail];

describe('second opinions on spikes', () => {
  it('are all silent on a calm curve', () => expect(stepsSaid(calm)).toEqual([undefined, undefined, undefined, undefined]));

  it('OLMo-core speaks at six standard deviations: .005 each here', () => {
    expect(stepsSaid(withTail(2.034))[2]).toBeUndefined();
    expect(stepsSaid(withTail(2.036))[2]).toBe(3000);
  });

  it('Lightning needs a value two means away from the mean, so three times it', () => {
    expect(stepsSaid(withTail(5.9))[0]).toBeUndefined();
    expect(stepsSaid(withTail(6.1))[0]).toBe(3000);
  });

  it('llm-foundry needs five values of twice the mean, over a full window', () => {
    expect(stepsSaid(withTail(4.5, 4.5, 4.5, 4.5))[1]).toBeUndefined();
    expect(stepsSaid(withTail(4.5, 4.5, 4.5, 4.5, 4.5))[1]).toBe(3040);
    expect(stepsSaid(withTail(4.5, 4.5, 4.5, 4.5, 4.5), 10_000)[1]).toBeUndefined();
  });

  it('Megatron-LM needs ten times the largest of the first hundred', () => {
    expect(stepsSaid(withTail(20))[3]).toBeUndefined();
    expect(stepsSaid(withTail(20.1))[3]).toBe(3000);
    expect(stepsSaid([...Array<number>(99).fill(1), 500])[3]).toBeUndefined();
  });

  it('become evidence with the verdict as value and the rule as reference', () => {
    const evidence = opinionEvidence([{ tool: 'a', rule: 'r', step: 3000 }, { tool: 'b', rule: 's', step: undefined }]);
    expect(evidence).toEqual([{ label: 'a', value: 'fires at step 3,000', reference: 'r' }, { label: 'b', value: 'silent', reference: 's' }]);
  });
});
