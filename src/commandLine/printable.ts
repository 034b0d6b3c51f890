import { withoutControls } from '../model/withoutControls';

/** Text for a terminal, which would obey control characters: line feeds stay, every other run of them is shown as U+FFFD. */
export function printable(text: string): string {
  return text.replace(/[^\n]+/g, (line) => withoutControls(line, '\ufffd'));
}
