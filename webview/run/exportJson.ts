import type { RunView } from './runView';

/** The run with its findings and its marginal return as JSON; columns become lists, what is not finite becomes a word. */
export function exportJson({ detail, report }: RunView): string {
  return JSON.stringify({ ...detail, report }, (_, value: unknown) => {
    if (value instanceof Float64Array) return Array.from(value);
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  }, 2);
}
