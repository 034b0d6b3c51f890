import type { ConfigEntry } from '../../model/config';
import { mostEntries } from './configReader';
import type { Scalar } from './settings';

/**
 * Top-level assignments of literals in a Python file: numbers, products of numbers, texts, truth values, and names
 * assigned before. Nothing is executed.
 */
export function readPythonEntries(text: string): readonly ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  const known = new Map<string, Scalar>();
  for (const [line, content] of text.split(/\r\n|\r|\n/).entries()) {
    const match = content.length <= longestLine ? assignment.exec(content) : null;
    if (!match || entries.length >= mostEntries) continue;
    const expression = match[3].trimEnd();
    const value = evaluate(expression, known);
    if (value === undefined) continue;
    known.set(match[2], value);
    entries.push({ key: match[2], value, line, column: match[1].length, endColumn: match[1].length + expression.length });
  }
  return entries;
}

const longestLine = 500;
const assignment = /^(([A-Za-z]\w{0,80})(?: ?: ?[\w.]{1,40})? ?= ?)('[^'\\]*'|"[^"\\]*"|[^\s#'"=][^#'"]*)/;

function evaluate(expression: string, known: ReadonlyMap<string, Scalar>): Scalar | undefined {
  const quoted = /^(['"])(.*)\1$/.exec(expression);
  if (quoted) return quoted[2];
  if (expression === 'True' || expression === 'False') return expression === 'True';
  if (expression === 'None') return null;
  return product(expression, known);
}

/** `5 * 8`, `max_iters`, `learning_rate / 10`, `1e-3`. */
function product(expression: string, known: ReadonlyMap<string, Scalar>): number | undefined {
  const parts = expression.split(/(\*\*|[*/]{1,2})/);
  let result = factor(parts[0], known);
  for (let i = 1; i < parts.length; i += 2) {
    const next = factor(parts[i + 1], known);
    if (result === undefined || next === undefined) return undefined;
    result = operations[parts[i]]?.(result, next);
  }
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '//': (a, b) => Math.floor(a / b),
  '**': (a, b) => a ** b,
};

function factor(text: string, known: ReadonlyMap<string, Scalar>): number | undefined {
  const plain = text.trim();
  if (/^[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(plain)) return Number(plain.replaceAll('_', ''));
  const value = known.get(plain);
  return typeof value === 'number' ? value : undefined;
}
