/**
 * A regular expression of a configuration that matches whole names (`end` empty: their beginning). Undefined for one that is not of a kind
 * that surely ends soon: expressions come from a file that anybody may have written, and nested or many repetitions can take for ever.
 */
export function plainPattern(pattern: string, end = '$'): RegExp | undefined {
  const repetitions = pattern.match(/[*+]|\{\d/g) ?? [];
  const nested = /\)\s*[*+{]/.test(pattern);
  if (pattern.length > longest || repetitions.length > mostRepetitions || nested || /\(\?(?![:!])|\\[1-9]/.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})${end}`);
  } catch {
    return undefined;
  }
}

/** Expressions that Plateau writes name every module. */
const longest = 100_000;
const mostRepetitions = 3;
