/**
 * A curve in a few lines of text: `width` columns, `height` rows of eighth blocks, the range of values at the left.
 * Non-finite values leave gaps.
 */
export function chart(values: Float64Array, width: number, height: number, label: (value: number) => string): string {
  const columns = resample(values, width);
  const finite = columns.filter(Number.isFinite);
  if (finite.length === 0) return '';
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const levels = columns.map((value) => (Number.isFinite(value) ? Math.round(((value - low) / (high - low || 1)) * (height * 8 - 1)) : -1));
  const labels = Array.from({ length: height }, (_, row) => (row === 0 ? label(high) : row === height - 1 ? label(low) : ''));
  const margin = Math.max(...labels.map(({ length }) => length));
  return labels.map((text, row) => `${text.padStart(margin)} ${levels.map((level) => cell(level, height - 1 - row)).join('')}`).join('\n');
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

function cell(level: number, row: number): string {
  return level >= 0 && level >> 3 === row ? blocks[level & 7] : ' ';
}

/** Means of equal parts. */
function resample(values: Float64Array, width: number): readonly number[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, i) => {
    const part = values.subarray(Math.floor((i * values.length) / width), Math.floor(((i + 1) * values.length) / width)).filter(Number.isFinite);
    return part.length > 0 ? part.reduce((sum, value) => sum + value, 0) / part.length : NaN;
  });
}
