import { formatAge } from '../../src/model/format';
import { html } from './dom';
import { t } from './translate';

/** A moment as how long ago it was, with the date and time on hover. */
export function relativeTime(milliseconds: number, now = Date.now()): HTMLTimeElement {
  return timeElement(milliseconds, (moment) => moment, t('{0} ago', formatAge(now - milliseconds)));
}

/** When a file was last changed, which is all that is known of a log without times; short for a table, the rest on hover. */
export function fileTime(milliseconds: number, now = Date.now()): HTMLTimeElement {
  return timeElement(milliseconds, (moment) => t('File last changed {0}; the log itself tells no times.', moment), t('file {0} ago', formatAge(now - milliseconds)));
}

function timeElement(milliseconds: number, title: (moment: string) => string, text: string): HTMLTimeElement {
  const moment = new Date(milliseconds);
  return html('time', { datetime: moment.toISOString(), title: title(moment.toLocaleString()) }, text);
}
