import type { DensityOverview } from '../../src/model/densityOverview';
import { csvTable } from '../components/csvTable';

/** The models as CSV, one row each, with the reference that their densities are against. */
export function exportTable({ models, reference, benchmark }: DensityOverview): string {
  const header = ['model', 'table', 'benchmark', 'reference', 'score', 'parameters', 'active_parameters', 'bits', 'tokens', 'compared_at_tokens', 'effective_parameters', 'density', 'low', 'high', 'out_of_range', 'date', 'months_ahead'];
  const rows = models.map((one) => [
    one.label, one.table, benchmark, reference.name, one.score, one.parameters, one.active, one.bits, one.tokens, one.comparedAt,
    one.effectiveParameters?.value, one.density?.value, one.density?.low, one.density?.high, one.outOfRange, one.date, one.monthsAhead,
  ]);
  return csvTable([header, ...rows.map((row) => row.map((cell) => cell ?? ''))]);
}
