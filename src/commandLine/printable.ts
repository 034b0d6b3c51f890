import { withoutControls } from '../model/withoutControls';

/** Text for a terminal, which would obey control characters: ends of lines and tabs stay, every other run of them is shown as U+FFFD. */
export function printable(text: string): string {
  return text.replace(/(?:[^\n\t\r]|\r(?!\n))+/g, (part) => withoutControls(part, '\ufffd'));
}
