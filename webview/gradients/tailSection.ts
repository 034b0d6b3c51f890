import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { GradientProgress, GradientTail, TailOver } from '../../src/model/gradientReport';
import { XyChart } from '../charts/xyChart';
import { html, replaceChildren, setText } from '../components/dom';
import type { ValueElement } from '../components/toolkit';
import { t } from '../components/translate';
import { factList } from './factList';
import { type GradientsView, overTitle, type Section, type GradientsActions } from './gradientsView';
import { lawTitle, tailPicture } from './tailPicture';

/** One tail: what it is, how sure that is, and all laws that were fitted to it. */
export function tailSection(actions: Pick<GradientsActions, 'chooseTail' | 'testFit' | 'cancel'>): Section {
  const chart = new XyChart({ title: t('Tail'), height: 'taller' });
  const choice = html('vscode-dropdown', { id: 'over', 'aria-label': t('Values whose tail is shown') }) as ValueElement;
  const words = html('p', { class: 'verdict-of-tail' });
  const facts = factList();
  const laws = html('div', { class: 'laws' });
  const caveats = html('ul', { class: 'sentences quiet' });
  const test = html('vscode-button', { appearance: 'secondary', onclick: () => actions.testFit() }, t('Test the goodness of fit'));
  const running = progressLine(() => actions.cancel());
  const known = html('div', {}, words, facts.element, chart.plot, laws, caveats, html('div', { class: 'tables' }, chart.table.element));
  const missing = html('p', { class: 'missing' });
  const element = html('section', { class: 'chart tail', 'aria-label': t('Tail') },
    html('div', { class: 'heading' }, html('h2', {}, t('Tail')), choice, test, chart.legend.element), running.element, missing, known);
  choice.addEventListener('change', () => actions.chooseTail(choice.value as TailOver));
  let offered = '';
  return {
    element,
    show(view) {
      const options = optionsFor(view);
      if (options.join() !== offered) replaceChildren(choice, ...options.map((over) => html('vscode-option', { value: over }, overTitle(over))));
      offered = options.join();
      queueMicrotask(() => { choice.value = view.over; });
      const tail = view.tails.find(({ over }) => over === view.over);
      running.show(view.progress?.task === 'optimizer state' ? null : view.progress);
      known.hidden = chart.legend.element.hidden = !tail;
      missing.hidden = Boolean(tail) || view.progress !== null;
      setText(missing, view.refusal ?? t('Nothing is known of these values.'));
      test.hidden = !tail?.report.fit || tail.report.goodness !== undefined || view.progress !== null;
      if (!tail) return;
      setText(words, tail.sentence);
      facts.show(factsOf(tail));
      replaceChildren(laws, lawTable(tail));
      replaceChildren(caveats, ...tail.report.caveats.map((text) => html('li', {}, text)));
      chart.show(tailPicture(tail));
    },
  };
}

function optionsFor({ tails, report }: GradientsView): readonly TailOver[] {
  const known = tails.map(({ over }) => over);
  return report.checkpoint !== null && !known.includes('coordinates') ? [...known, 'coordinates'] : known;
}

function factsOf({ report: { fit, goodness } }: GradientTail): readonly (readonly [string, string])[] {
  if (!fit) return [];
  return [
    [t('density exponent α'), t('{0} ± {1}', formatNumber(fit.alpha), formatNumber(fit.sigma))],
    [t('rank exponent a = 1/(α − 1)'), formatNumber(1 / (fit.alpha - 1))],
    [t('in the tail'), t('{0} of {1}', formatStep(fit.tail), formatStep(fit.n))],
    [t('Kolmogorov–Smirnov distance'), formatNumber(fit.ksDistance)],
    [t('goodness of fit'), goodness ? t('p = {0} ({1} sets)', goodness.pValue.toFixed(2), formatStep(goodness.sets)) : t('not tested')],
  ];
}

/** The alternatives beside the power law, by Vuong's ratio. */
function lawTable({ report: { alternatives, best } }: GradientTail): HTMLElement | null {
  if (alternatives.length === 0) return null;
  const heads = [t('against the power law'), t('ratio'), 'p', t('reading')];
  return html('table', { class: 'law-table' },
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
    html('tbody', {}, ...alternatives.map(({ name, ratio, p, atLimit }) => html('tr', { class: name === best ? 'best' : undefined },
      html('th', { scope: 'row' }, lawTitle(name)), html('td', {}, atLimit ? '–' : formatNumber(ratio)), html('td', {}, atLimit ? '–' : p.toPrecision(2)), html('td', {}, reading(ratio, p, atLimit))))));
}

/** At p of 0.1 and above neither is better (Clauset, Shalizi & Newman 2009). */
function reading(ratio: number, p: number, atLimit: boolean): string {
  if (atLimit) return t('the same: at its limit it is the power law');
  if (!(p < 0.1)) return t('cannot be told apart');
  return ratio > 0 ? t('the power law is better') : t('describes the tail better');
}

function progressLine(cancel: () => void): { readonly element: HTMLElement; show(progress: GradientProgress | null): void } {
  const bar = html('progress', { max: 1, 'aria-label': t('Worked out') });
  const status = html('span', { class: 'unit', role: 'status' });
  const element = html('div', { class: 'running' }, bar, status, html('vscode-button', { appearance: 'secondary', onclick: cancel }, t('Cancel')));
  return {
    element,
    show(progress) {
      element.hidden = progress === null;
      if (!progress) return;
      bar.value = progress.fraction;
      setText(status, progress.goodness && progress.goodness.sets > 0
        ? t('{0} synthetic sets, p = {1} so far', formatStep(progress.goodness.sets), progress.goodness.pValue.toFixed(2))
        : t('{0} done', formatPercent(progress.fraction)));
    },
  };
}
