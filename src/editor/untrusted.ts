import { withoutControls } from '../model/withoutControls';

/**
 * Names of runs, metrics and files come from the workspace, which may have been written by anyone. These make them
 * safe for the places that would otherwise read signs in them.
 */

/** One line without control and direction-changing characters, at most `length` characters long. */
export function plainText(text: string, length = 300): string {
  const line = withoutControls(text, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** For status bar, code lenses and quick picks, which draw `$(name)` as an icon. */
export function withoutIcons(text: string): string {
  return plainText(text).replace(/\\?\$\([a-z0-9-]+(?:~[a-z]+)?\)/gi, (icon) => `\\${icon.replace(/^\\/, '')}`);
}

/** For notifications, which draw `[text](command:…)` as a link that runs the command. */
export function withoutLinks(text: string): string {
  return plainText(text, 600).replace(/\]\(/g, ']\u200b(');
}

/** For tooltips in Markdown: every sign that Markdown or HTML could read is escaped. */
export function escapeMarkdown(text: string): string {
  return plainText(text, 600).replace(/[\\`*_{}[\]()#+\-.!|~$<>&:@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
