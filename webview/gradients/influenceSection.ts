import { formatNumber, formatPercent, formatStep } from '../../src/model/format';
import type { ModuleInfluence } from '../../src/model/gradientReport';
import { HeatMap } from '../charts/heatMap';
import { html } from '../components/dom';
import { t } from '../components/translate';
import { factList } from './factList';
import type { GradientsActions, Section } from './gradientsView';
import { influenceMap, type InfluenceMap } from './influencePicture';

/** The influence of every module by its kind and its block; a cell leads to the figures of its module. */
export function influenceSection({ chooseModule }: Pick<GradientsActions, 'chooseModule'>): Section {
  let shown: InfluenceMap | undefined;
  const map = new HeatMap({
    title: t('Influence of the modules'),
    choose: ({ row, column }) => {
      const name = shown?.names[row][column];
      if (name !== undefined) chooseModule(name);
    },
  });
  const facts = factList();
  const element = html('section', { class: 'chart influence', 'aria-label': t('Influence of the modules') },
    html('div', { class: 'heading' }, html('h2', {}, t('Influence of the modules')), map.key.element),
    html('div', { class: 'heat-frame' }, map.plot), facts.element, html('div', { class: 'tables' }, map.table.element));
  return {
    element,
    show({ report: { influence }, measure, chosen }) {
      element.hidden = influence === null;
      if (!influence) return;
      shown = influenceMap(influence, measure, chosen);
      map.show(shown.picture);
      facts.show(influence.modules.filter(({ name }) => name === chosen).flatMap(factsOf));
    },
  };
}

function factsOf({ name, gradNormMean, gradNormPerSqrtParam, parameters, energyShare, why }: ModuleInfluence): readonly (readonly [string, string])[] {
  return [
    [t('module'), name],
    [t('gradient norm'), formatNumber(gradNormMean)],
    ...(gradNormPerSqrtParam === null || parameters === null ? [] : [[t('norm per √parameter'), formatNumber(gradNormPerSqrtParam)] as const, [t('Parameters'), formatStep(parameters)] as const]),
    [t('share of the gradient energy'), formatPercent(energyShare)],
    ...(why === null ? [] : [[t('State'), why] as const]),
  ];
}
