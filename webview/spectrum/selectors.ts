import type { HistoryMeasure } from '../../src/model/spectralReport';
import type { SpectrumSite } from '../../src/model/spectrum';
import { html, replaceChildren, setText } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { exportButtons } from '../components/exportButtons';
import type { Host } from '../components/host';
import { labelled } from '../components/labelled';
import { t } from '../components/translate';
import { measures, measureTitle, normalisationText } from './measures';
import { latest, type Section, siteTitle, type SpectrumView } from './spectrumView';

export interface SelectorActions {
  chooseSite(site: SpectrumSite): void;
  chooseMeasure(measure: HistoryMeasure): void;
  export(kind: 'csv' | 'json'): void;
}

/** Where and what is shown, and how utilisations are normalised. */
export function selectors(host: Host, actions: SelectorActions): Section {
  const site = dropdown('site');
  const measure = dropdown('measure');
  const normalisation = html('span', { class: 'quiet' });
  site.addEventListener('change', () => actions.chooseSite(site.value as SpectrumSite));
  measure.addEventListener('change', () => actions.chooseMeasure(measure.value as HistoryMeasure));
  const element = html('section', { class: 'toolbar', 'aria-label': t('What is shown') },
    labelled(site, t('Site')), labelled(measure, t('Measure')),
    html('span', { class: 'spring' }), normalisation,
    html('button', { class: 'link', type: 'button', onclick: () => void host.call('openSetting', 'spectrum.normalisation') }, t('Change')),
    exportButtons(['csv', 'json'], (kind) => actions.export(kind)));
  let offered = '';
  return {
    element,
    show(view) {
      const options = optionsFor(view);
      const key = JSON.stringify(options);
      if (key !== offered) {
        replaceChildren(site, ...options.sites.map(([value, text]) => html('vscode-option', { value }, text)));
        replaceChildren(measure, ...options.measures.map(([value, text, known]) => html('vscode-option', { value, disabled: !known }, text)));
      }
      offered = key;
      queueMicrotask(() => {
        site.value = view.site;
        measure.value = view.measure;
      });
      measure.title = measures[view.measure].hint();
      setText(normalisation, t('Utilisation by normalisation {0}', normalisationText(view.report.normalisation)));
    },
  };
}

function optionsFor({ report, layers }: SpectrumView) {
  const sites = (['post', 'pre', 'weight'] as const).filter((site) => report.layers.some((layer) => layer.site === site));
  const names = Object.keys(measures) as HistoryMeasure[];
  return {
    sites: sites.map((site) => [site, siteTitle(site)] as const),
    measures: names.map((name) => [name, measureTitle(name, report.normalisation), layers.some((layer) => Number.isFinite(latest(layer, name)))] as const),
  };
}
