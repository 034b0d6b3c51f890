import { describe, expect, it } from 'vitest';
import { chart } from '../../../src/commandLine/chart';
import { commands } from '../../../src/commandLine/commands/registry';
import { parseArguments } from '../../../src/commandLine/parseArguments';

const parse = (words: readonly string[]) => parseArguments(words, commands, (path) => `/here/${path}`);

describe('parseArguments', () => {
  it('reads a command with its paths, flags and settings in any order', () => {
    expect(parse(['replay', '--set', 'marginalReturn.threshold=0.05', 'a', '--json', '--compare', '--set=plan.schedule=cosine', 'b'])).toMatchObject({
      command: { name: 'replay' }, paths: ['/here/a', '/here/b'], options: new Map([['json', ''], ['compare', '']]),
      settings: { 'marginalReturn.threshold': 0.05, 'plan.schedule': 'cosine' },
    });
  });

  it.each([
    [[], 'plateau runs PATH'],
    [['fly'], 'There is no command fly'],
    [['check'], 'plateau check PATH'],
    [['series', 'a'], 'Say which metric'],
    [['check', 'a', '--nonsense'], 'has no option --nonsense'],
    [['check', 'a', '--set'], '--set needs a KEY=VALUE'],
    [['check', 'a', '--set', 'plan.maxSteps'], 'key=value'],
    [['check', 'a', '--set', 'plan.maxSteps=x'], 'plan.maxSteps cannot be "x"'],
  ])('says what is wrong with %j', (words, sentence) => {
    expect(parse(words)).toEqual({ error: expect.stringContaining(sentence) });
  });
});

describe('chart', () => {
  it('draws a falling curve from top left to bottom right', () => {
    const rows = chart(Float64Array.from({ length: 16 }, (_, i) => 16 - i), 8, 2, (value) => value.toFixed(0)).split('\n');
    expect(rows).toEqual(['16 █▆▄▂    ', ' 2     ▇▅▃▁']);
  });

  it('leaves gaps for non-finite values and draws nothing from nothing', () => {
    expect(chart(Float64Array.of(1, NaN, 2), 10, 1, String)).toMatch(/^2 . .$/);
    expect(chart(Float64Array.of(NaN), 10, 3, String)).toBe('');
  });
});
