import type { Curve, RunDetail } from '../../src/engine/protocol';
import { csvCell } from '../components/csvTable';
import type { Host } from '../components/host';
import { everyPoint } from './everyPoint';

/** Every point of every series as CSV: one row per step, one column per series under its name in the log. */
export async function exportTable(detail: RunDetail, host: Host): Promise<string> {
  return tableOf(await everyPoint(detail, host));
}

/** Rows in the order of their steps, with an empty cell where a series has no point. */
export function tableOf(curves: readonly Pick<Curve, 'original' | 'steps' | 'values'>[]): string {
  const steps = [...new Set(curves.flatMap(({ steps: own }) => [...own]))].sort((a, b) => a - b);
  const columns = curves.map(({ steps: own, values }) => new Map(Array.from(own, (step, i) => [step, values[i]])));
  const rows = steps.map((step) => [step, ...columns.map((column) => column.get(step) ?? '')].join(','));
  return [['step', ...curves.map(({ original }) => csvCell(original))].join(','), ...rows, ''].join('\r\n');
}
