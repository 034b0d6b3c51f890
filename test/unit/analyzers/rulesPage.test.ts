import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

describe('docs/rules.md', () => {
  it('has one section per rule, named by its id, for links to point to', () => {
    const union = /export type RuleId =([^;]+);/.exec(read('src/model/finding.ts'))?.[1] ?? '';
    const rules = [...union.matchAll(/'([a-z-]+)'/g)].map(([, rule]) => rule);
    const sections = [...read('docs/rules.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(rules.length).toBeGreaterThan(10);
    expect(sections.sort()).toEqual(rules.sort());
  });
});
