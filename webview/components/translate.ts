let strings: Readonly<Record<string, string>> = {};

/** Takes the translations that the editor sent, by English text. */
export function useStrings(translations: Readonly<Record<string, string>>): void {
  strings = translations;
}

/** A text in the language of the editor, in English where it has none, with {0}, {1}, … replaced by the arguments. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  const translated = Object.hasOwn(strings, text) ? strings[text] : text;
  return translated.replace(/\{(\d+)\}/g, (placeholder, index: string) => Number(index) < args.length ? String(args[Number(index)]) : placeholder);
}
