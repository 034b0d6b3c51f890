/**
 * Whether decoded text was no text: it holds a NUL, or more than a tenth of its beginning is bytes without a meaning in
 * its encoding or control characters. Letters of an old encoding here and there are still text.
 */
export function isBinary(text: string): boolean {
  const beginning = text.slice(0, sampled);
  if (beginning.includes('\u0000')) return true;
  const strange = beginning.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return strange > 0.1 * beginning.length;
}

const sampled = 1 << 16;
