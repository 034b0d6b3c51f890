import { describe, expect, it } from 'vitest';
import { escapeMarkdown, plainText, withoutIcons, withoutLinks } from '../../../src/editor/untrusted';
import { runTooltip } from '../../../src/editor/tooltip';
import { english, summary } from './summary';

describe('untrusted text', () => {
  it('becomes one short line', () => {
    expect(plainText('a\r\n\tb\u0000c\u2028d')).toBe('a b c d');
    expect(plainText('x'.repeat(500))).toHaveLength(300);
    expect(plainText('\u202eevil\u2066')).toBe('evil');
  });

  it('draws no icons, also when it tries to escape the escape', () => {
    expect(withoutIcons('$(error) $(sync~spin)')).toBe('\\$(error) \\$(sync~spin)');
    expect(withoutIcons('\\$(error)')).toBe('\\$(error)');
    expect(withoutIcons('$5 (net)')).toBe('$5 (net)');
  });

  it('makes no links', () => {
    expect(withoutLinks('[go](command:x)')).toBe('[go]\u200b(command:x)');
  });

  it('has no sign left that Markdown or HTML reads', () => {
    const escaped = escapeMarkdown('# *a* _b_ `c` [d](e) <f> | ~g~ !h $(i) &amp; 1. - @j https://k.l');
    expect(escaped.replace(/&#\d+;/g, '')).not.toMatch(/[#*_`[\]()<>|~!$&.@:-]/);
  });
});

describe('the tooltip of a run', () => {
  it('gives the figures, and nothing of the workspace’s own making', () => {
    const run = summary({ name: '**x**', relativePath: '<b>', metric: 'a|b', status: 'stalled', statusReason: '', skippedRecords: 2, lastTime: 0 });
    const tooltip = runTooltip(run, 60_000, english);
    expect(tooltip).toContain('| Step | 8,200 of 12,000 |'.replace('8,200 of 12,000', escapeMarkdown('8,200 of 12,000')));
    expect(tooltip).toContain('| Last record | 60 s ago |');
    expect(tooltip).toContain('| Status | stalled |');
    expect(tooltip).toContain('| Unreadable records | 2 |');
    expect(tooltip).not.toMatch(/<b>|\*\*x\*\*|a\|b/);
  });

  it('falls back on the file where the log tells no times', () => {
    const tooltip = runTooltip(summary({ lastTime: null, changedAt: 0 }), 60_000, english);
    expect(tooltip).toContain('| File last changed | 60 s ago |');
    expect(tooltip).not.toContain('Last record');
    expect(runTooltip(summary({ lastTime: 0, changedAt: 0 }), 60_000, english)).not.toContain('File last changed');
  });

  it('leaves out what is unknown', () => {
    const tooltip = runTooltip(summary({ lastValue: null, bestValue: null, gainPerHour: null, plannedSteps: null, lastTime: null }), 0, english);
    expect(tooltip).not.toMatch(/Best|Gain|Last record|File|null/);
  });
});
