/**
 * Whether a regular expression repeats a group that contains a repetition or alternatives, as in `(a+)+`: matching
 * such a one can take time exponential in the length of the line. Errs on the side of saying yes.
 */
export function hasSlowRepetition(pattern: string): boolean {
  const branches: boolean[] = [false];
  let endedBranching = false;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    const unbounded = isUnbounded(pattern, i);
    if (unbounded && endedBranching) return true;
    if (unbounded || char === '|') branches[branches.length - 1] = true;
    endedBranching = char === ')' && closeGroup(branches);
    if (char === '(') branches.push(false);
    else if (char === '\\') i++;
    else if (char === '[') i = endOfClass(pattern, i);
  }
  return false;
}

/** What the group that ends here held also stands in the one around it. */
function closeGroup(branches: boolean[]): boolean {
  if (branches.length < 2) return false;
  const inner = branches.pop() === true;
  if (inner) branches[branches.length - 1] = true;
  return inner;
}

function isUnbounded(pattern: string, at: number): boolean {
  const char = pattern[at];
  return char === '*' || char === '+' || (char === '{' && /^\{\d+,\d*\}/.test(pattern.slice(at, at + 12)));
}

function endOfClass(pattern: string, start: number): number {
  for (let i = start + 1; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    else if (pattern[i] === ']') return i;
  }
  return pattern.length;
}
