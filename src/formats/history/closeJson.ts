/**
 * The beginning of a JSON text made whole: cut behind its last complete value, with every bracket closed that is open there.
 * Undefined where nothing complete is found.
 */
export function closeJson(text: string): string | undefined {
  const open: string[] = [];
  let kept: { readonly end: number; readonly closing: string } | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') i = endOfString(text, i);
    else if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']');
    else if (character === '}' || character === ']') {
      open.pop();
      kept = { end: i + 1, closing: closingOf(open) };
    } else if (character === ',') kept = { end: i, closing: closingOf(open) };
  }
  return kept && text.slice(0, kept.end) + kept.closing;
}

function closingOf(open: readonly string[]): string {
  return open.toReversed().join('');
}

/** Index of the closing quote; the length of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
