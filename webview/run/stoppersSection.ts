import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { MarginalReturnReport, StopperOutcome } from '../../src/model/report';
import { html, replaceChildren, svg } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './runView';

/** What other stopping rules would have done on this run: marks on one axis of steps, and what each saves and costs. */
export function stoppersSection(): Section {
  const missing = html('p', { class: 'missing' }, t('Other rules are compared once the run has logged enough evaluations.'));
  const body = html('tbody');
  const table = html('table', { class: 'stoppers' },
    html('thead', {}, html('tr', {},
      html('th', { scope: 'col' }, t('Rule')),
      html('th', { scope: 'col', class: 'axis' }, html('span', { class: 'hidden' }, t('Place in the run'))),
      html('th', { scope: 'col' }, t('Stops at')),
      html('th', { scope: 'col', title: t('Share of the budget that is not spent') }, t('Saved')),
      html('th', { scope: 'col', title: t('How much worse the best value kept is than the best of the whole curve') }, t('Regret')))),
    body);
  const element = html('section', { class: 'others' }, html('div', { class: 'heading' }, html('h2', {}, t('What other rules would have done'))), missing, html('div', { class: 'scrolled', role: 'region', 'aria-label': t('What other rules would have done') }, table));
  return {
    element,
    show(view) {
      const { stoppers, summary } = view.detail;
      missing.hidden = stoppers.length > 0;
      table.hidden = stoppers.length === 0;
      replaceChildren(body,
        view.report && ownRow(view.report, summary.lastStep),
        ...stoppers.map((outcome) => row(outcome.name, outcome, summary.lastStep)));
    },
  };
}

type Outcome = Pick<StopperOutcome, 'step' | 'saved'> & { readonly regret?: number };

/** What the marginal return says on the same axis; what it misses shows only once the run has gone on. */
function ownRow({ decision, since }: MarginalReturnReport, end: number): HTMLElement {
  const stops = decision === 'stop' && Number.isFinite(since) && end > 0;
  const made = row(t('Marginal return'), { step: stops ? since : null, saved: stops ? Math.max(0, 1 - since / end) : 0 }, end);
  made.classList.add('own');
  return made;
}

function row(name: string, { step, saved, regret }: Outcome, end: number): HTMLElement {
  const stops = step !== null;
  const nothing = () => html('span', { class: 'quiet' }, '–');
  return html('tr', {},
    html('th', { scope: 'row' }, name),
    html('td', { class: 'axis' }, axis(step, end)),
    html('td', {}, stops ? formatStep(step) : html('span', { class: 'quiet' }, t('never'))),
    html('td', {}, stops ? formatPercent(saved) : nothing()),
    html('td', {}, stops && regret !== undefined ? formatNumber(regret) : nothing()));
}

const axisLength = 100;

/** A line as long as the run, dark up to the stop; stretched to the width of its cell. */
function axis(step: number | null, end: number): SVGElement {
  const at = end > 0 && step !== null ? Math.min(axisLength, step / end * axisLength) : axisLength;
  return svg('svg', { class: 'mark', viewBox: `0 0 ${axisLength} 12`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { class: 'rest', x: 0, y: 5.5, width: axisLength, height: 1 }),
    svg('rect', { class: 'spent', x: 0, y: 5, width: at, height: 2 }),
    step !== null && svg('line', { class: 'stop', x1: at, x2: at, y1: 1, y2: 11, 'vector-effect': 'non-scaling-stroke' }));
}
