import type { SkippedRecordOf } from '../../src/engine/protocol';
import { formatCount, formatStep } from '../../src/model/format';
import { baseName } from '../../src/model/source';
import { html, replaceChildren, setText } from '../components/dom';
import type { Host } from '../components/host';
import { t } from '../components/translate';
import type { Section } from './runView';

/** A small count of the records that could not be read, which opens their list. */
export function skippedSection(host: Host): Section {
  const summary = html('summary');
  const list = html('ul');
  const element = html('details', { class: 'skipped' }, summary, list);
  let run = '';
  element.addEventListener('toggle', () => {
    if (!element.open) return;
    host.call('skipped', run).then(
      (records) => replaceChildren(list, ...records.slice(0, most).map((record) => item(record, host))),
      (error: unknown) => replaceChildren(list, html('li', {}, String(error))));
  });
  return {
    element,
    show({ detail: { summary: { id, skippedRecords } } }) {
      run = id;
      element.hidden = skippedRecords === 0;
      setText(summary, t('{0} could not be read', formatCount(skippedRecords, t('record'), t('records'))));
    },
  };
}

const most = 200;

function item({ path, at, reason }: SkippedRecordOf, host: Host): HTMLElement {
  return html('li', {},
    html('button', { class: 'link', type: 'button', title: path, onclick: () => void host.call('openPlace', { path, line: at, column: 0, endColumn: 0 }) }, baseName(path)),
    ` ${t('at {0}', formatStep(at))}: ${reason}`);
}
