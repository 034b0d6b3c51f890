import { afterEach, describe, expect, it } from 'vitest';
import { formatCount } from '../../../src/model/format';
import { say, usePhrases, word } from '../../../src/model/say';

afterEach(() => usePhrases({}));

describe('say', () => {
  it('says in English what it is given, as long as nothing else is known', () => {
    expect(say`Since step ${'4,200'} another ${5} steps`).toBe('Since step 4,200 another 5 steps');
    expect(say`nothing`).toBe('nothing');
  });

  it('fills the translation, whatever the order of its gaps and whatever is filled in', () => {
    usePhrases({ '{0} of {1} runs': '{1} 个运行中的 {0} 个', step: '步', steps: '步' });
    expect(say`${'{1}'} of ${3} runs`).toBe('3 个运行中的 {1} 个');
    expect(formatCount(2, 'step')).toBe('2 步');
    expect([word('constructor'), say`toString`]).toEqual(['constructor', 'toString']);
  });
});
