import { formatCount, formatPercent } from '../../src/model/format';
import { html, replaceChildren, svg } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './checkpointView';
import { byRole, roleTitle } from './roles';
import { formatBytes, formatParameters } from './sizes';

/** Where parameters and bytes are: one row for each role, with bars. */
export function rolesSection(): Section {
  const rows = html('tbody');
  const element = html('section', { class: 'roles', 'aria-label': t('What the tensors are for') },
    html('div', { class: 'heading' }, html('h2', {}, t('What the tensors are for'))),
    html('div', { class: 'scrolled', role: 'region', 'aria-label': t('What the tensors are for') }, html('table', {},
      html('thead', {}, html('tr', {}, ...[t('Role'), t('Tensors'), t('Numbers'), t('Bytes')].map((text) => html('th', { scope: 'col' }, text)))), rows)));
  return {
    element,
    show({ checkpoint: { tensors } }) {
      const shares = byRole(tensors);
      const numbers = shares.reduce((sum, share) => sum + share.numbers, 0);
      const bytes = shares.reduce((sum, share) => sum + share.bytes, 0);
      replaceChildren(rows, ...shares.map((share) => html('tr', {},
        html('th', { scope: 'row' }, roleTitle(share.role)), html('td', { title: formatCount(share.tensors, t('tensor'), t('tensors')) }, share.tensors),
        barCell(formatParameters(share.numbers), share.numbers / numbers), barCell(formatBytes(share.bytes), share.bytes / bytes))));
    },
  };
}

const barLength = 100;

/** An amount, and its share of the whole as a bar and as a number. */
function barCell(amount: string, share: number): HTMLElement {
  const known = Number.isFinite(share) ? share : 0;
  return html('td', { class: 'share' }, html('div', {},
    svg('svg', { class: 'bar', viewBox: `0 0 ${barLength} 8`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      svg('rect', { class: 'rest', width: barLength, height: 8 }), svg('rect', { class: 'part', width: Math.max(0.5, known * barLength), height: 8 })),
    html('span', { class: 'amount' }, amount), html('span', { class: 'quiet' }, shareText(known))));
}

function shareText(share: number): string {
  return share > 0 && share < 0.0005 ? t('a trace') : formatPercent(share);
}
