import { word } from '../../src/model/say';

/** A text in the language of the editor, in English where it has none, with {0}, {1}, … replaced by the arguments. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  return word(text).replace(/\{(\d+)\}/g, (placeholder, index: string) => Number(index) < args.length ? String(args[Number(index)]) : placeholder);
}
