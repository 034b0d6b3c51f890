import { describe, expect, it } from 'vitest';
import { toJson } from '../../../src/commandLine/command';
import { printable } from '../../../src/commandLine/printable';

describe('printable', () => {
  it('leaves nothing that a terminal obeys but ends of lines and tabs', () => {
    expect(printable('run \u001b[2J\u001b]0;x\u0007\n\n  next\tline\r\nover\rwritten\u009b1m')).toBe('run \ufffd[2J\ufffd]0;x\ufffd\n\n  next\tline\r\nover\ufffdwritten\ufffd1m');
  });

  it('finds nothing to change in JSON', () => {
    const json = toJson({ name: '\u009b1m\u202e\u0007\n' });
    expect(printable(json)).toBe(json);
    expect(JSON.parse(json)).toEqual({ name: '\u009b1m\u202e\u0007\n' });
  });
});
