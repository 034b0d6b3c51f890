import { describe, expect, it } from 'vitest';
import { escapedControls, withoutControls } from '../../../src/model/withoutControls';

describe('withoutControls', () => {
  it('replaces each run of control characters and drops marks of direction', () => {
    expect(withoutControls('a\u001b[31m\r\n\u0007b\u009bc\u2028d\u007f', '?')).toBe('a?[31m?b?c?d?');
    expect(withoutControls('\u202egnp.exe\u2066\u061c\u200f', '?')).toBe('gnp.exe');
    expect(withoutControls('Größe 模型 👍 α', '?')).toBe('Größe 模型 👍 α');
  });

  it('escapes in JSON what JSON itself does not, and changes no value', () => {
    const value = { 'a\u009bb': 'x\u001b\u007f\u202e\u2028y' };
    const json = escapedControls(JSON.stringify(value));
    expect(json).toBe('{"a\\u009bb":"x\\u001b\\u007f\\u202e\\u2028y"}');
    expect(JSON.parse(json)).toEqual(value);
  });
});
