let phrases: Readonly<Record<string, string>> = {};

/** Takes the translations of what is said to people, by the English text with {0}, {1}, … for what is filled in. */
export function usePhrases(translations: Readonly<Record<string, string>>): void {
  phrases = translations;
}

/**
 * Tags what is said to people: gives it in the language of the editor, in English where there is no translation, as at the command line.
 * To be called when the text is needed, for a module is loaded before its thread knows the language.
 */
export function say(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const english = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
  return word(english).replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}

/** A word or text that nothing is filled into, in the language of the editor. */
export function word(english: string): string {
  return Object.hasOwn(phrases, english) ? phrases[english] : english;
}
