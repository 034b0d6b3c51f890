/** A text in which no line ends between a number and its unit: "95 %", "3.1 h" and "250 MB" stay together. */
export function unbroken(text: string): string {
  return text.replace(beforeUnit, '$1\u00a0');
}

const beforeUnit = /(\d) (?=(?:%|ms|s|min|h|days?|B|[kMGT]B|[kMGT])(?![\p{L}\p{N}]))/gu;
