import { HeatMap } from '../charts/heatMap';
import { html } from '../components/dom';
import { t } from '../components/translate';
import type { GradientsActions } from './gradientsLayout';
import type { Section } from './gradientsView';
import { influenceMap, type InfluenceMap } from './influencePicture';

/** The influence of every module by its kind and its block; a cell leads to its row in the table. */
export function influenceSection({ chooseModule }: Pick<GradientsActions, 'chooseModule'>): Section {
  let shown: InfluenceMap | undefined;
  const map = new HeatMap({
    title: t('Influence of the modules'),
    choose: ({ row, column }) => {
      const name = shown?.names[row][column];
      if (name !== undefined) chooseModule(name);
    },
  });
  const element = html('section', { class: 'chart influence', 'aria-label': t('Influence of the modules') },
    html('div', { class: 'heading' }, html('h2', {}, t('Influence of the modules')), map.key.element),
    html('div', { class: 'heat-frame' }, map.plot), html('div', { class: 'tables' }, map.table.element));
  return {
    element,
    show({ report: { influence }, measure, chosen }) {
      element.hidden = influence === null;
      if (!influence) return;
      shown = influenceMap(influence, measure, chosen);
      map.show(shown.picture);
    },
  };
}
