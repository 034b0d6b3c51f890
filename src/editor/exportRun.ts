import type { Curve, RunDetail } from '../engine/protocol';

/** All points of a run, one a row: `metric,original,step,value`. Numbers are written to their full precision. */
export function runAsCsv(curves: readonly Curve[]): string {
  const rows = curves.flatMap(({ metric, original, steps, values }) => {
    const names = `${cell(metric)},${cell(original)}`;
    return Array.from(steps, (step, i) => `${names},${step},${values[i]}`);
  });
  return `${['metric,original,step,value', ...rows].join('\n')}\n`;
}

/** A run with its findings, report and points. JSON has no NaN, which is written as null. */
export function runAsJson(detail: RunDetail, curves: readonly Curve[]): string {
  const series = curves.map(({ metric, original, steps, values }) => ({ metric, original, steps, values }));
  return `${JSON.stringify({ ...detail, series }, plain, 1)}\n`;
}

/** Quoted where CSV needs it; a leading sign that a spreadsheet would take for a formula is kept from being one. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function plain(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}
