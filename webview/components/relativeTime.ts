import { formatAge } from '../../src/model/format';
import { html } from './dom';
import { t } from './translate';

/** A moment as how long ago it was, with the date and time on hover. */
export function relativeTime(milliseconds: number, now = Date.now()): HTMLTimeElement {
  const moment = new Date(milliseconds);
  return html('time', { datetime: moment.toISOString(), title: moment.toLocaleString() }, t('{0} ago', formatAge(now - milliseconds)));
}
