import type { WidthGroup, WidthReport } from '../../src/model/spectralReport';
import { html, replaceChildren } from '../components/dom';
import type { ValueElement } from '../components/toolkit';
import { XyChart } from '../charts/xyChart';
import { t } from '../components/translate';
import { siteTitle, type Section, type SpectrumView } from './spectrumView';
import { lawSentence, widthPicture } from './widthPicture';

/** How the ranks grow with the width of the FFN, over runs that differ in it. */
export function widthSection(choose: (group: string) => void): Section {
  const chart = new XyChart({ title: t('Width law'), height: 'tall' });
  const group = html('vscode-dropdown', { id: 'width-group', 'aria-label': t('Runs that are compared') }) as ValueElement;
  const words = html('ul', { class: 'sentences' });
  const teaching = html('p', { class: 'missing' }, t('Train the same model with at least three widths of the FFN and record each: Plateau then shows how soft and hard rank grow with the width, and from which width on another unit buys little.'));
  const plot = html('div', {}, chart.plot);
  const element = html('section', { class: 'chart widths', 'aria-label': t('Width law') },
    html('div', { class: 'heading' }, html('h2', {}, t('Width law')), group, chart.legend.element), plot, words, html('div', { class: 'tables' }, chart.table.element), teaching);
  group.addEventListener('change', () => choose(group.value));
  let offered = '';
  return {
    element,
    show(view) {
      const { groups, troubles } = view.widths;
      const shown = groupOf(view);
      const key = JSON.stringify(groups.map(keyOf));
      if (key !== offered) replaceChildren(group, ...groups.map((one) => html('vscode-option', { value: keyOf(one) }, `${one.name} · ${siteTitle(one.site)}`)));
      offered = key;
      if (shown) queueMicrotask(() => { group.value = keyOf(shown); });
      group.hidden = groups.length < 2;
      plot.hidden = chart.table.element.hidden = chart.legend.element.hidden = !shown || shown.points.length < 2;
      teaching.hidden = shown !== undefined && shown.points.length >= 3;
      if (shown) chart.show(widthPicture(shown));
      replaceChildren(words, ...[...shown ? sentencesOf(shown) : [], ...troubles].map((text) => html('li', {}, text)));
    },
  };
}

/** The chosen group; else one that this run belongs to, with as many widths as there are. */
function groupOf({ widths: { groups }, widthGroup, summary, site }: SpectrumView): WidthGroup | undefined {
  const chosen = groups.find((one) => keyOf(one) === widthGroup);
  if (chosen) return chosen;
  const rank = (one: WidthGroup) => Number(one.points.some(({ runs }) => runs.includes(summary.id) || runs.includes(summary.name))) * 1000 + Number(one.site === site) * 500 + one.points.length;
  return [...groups].sort((a, b) => rank(b) - rank(a))[0];
}

function keyOf({ name, site }: WidthReport['groups'][number]): string {
  return `${site} ${name}`;
}

function sentencesOf(group: WidthGroup): readonly string[] {
  const laws = [group.soft ? lawSentence(t('Soft rank'), group.soft) : '', group.hard ? lawSentence(t('Hard rank'), group.hard) : ''];
  return [...laws, ...group.advice].filter((text) => text !== '');
}
