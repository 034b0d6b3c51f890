import { formatNumber } from '../../model/format';
import { say } from '../../model/say';
import type { Table } from '../../model/table';
import { commonColumn, nameColumn } from './columnRoles';

/** What to call the rows of a table: by their names, with tokens, step or row behind a name that several have. */
export function rowLabels(table: Table): readonly string[] {
  const names = nameColumn(table);
  const [steps, tokens] = [commonColumn(table, 'step'), commonColumn(table, 'd')];
  const counts = new Map<string, number>();
  for (const name of names?.texts ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from({ length: table.rows }, (_, i) => {
    const name = names?.texts[i] ?? '';
    if (name === '') return say`row ${i + 1}`;
    if (counts.get(name) === 1) return name;
    const [step, seen] = [steps?.numbers[i] ?? NaN, tokens?.numbers[i] ?? NaN];
    if (Number.isFinite(step)) return say`${name}, step ${formatNumber(step)}`;
    return seen >= 0 ? say`${name}, ${formatTokens(seen)} tokens` : say`${name}, row ${i + 1}`;
  });
}

/** 2.1B, 300M. */
function formatTokens(tokens: number): string {
  const [size, unit] = tokens >= 1e12 ? [1e12, 'T'] : tokens >= 1e9 ? [1e9, 'B'] : tokens >= 1e6 ? [1e6, 'M'] : [1, ''];
  return `${Number((tokens / size).toPrecision(3))}${unit}`;
}
