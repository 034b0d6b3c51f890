import type { HistoryMeasure } from '../../src/model/spectralReport';
import type { SpectrumSite } from '../../src/model/spectrum';
import { formatStep } from '../../src/model/format';
import type { StepAxis } from '../charts/stepAxis';
import { html } from '../components/dom';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { t } from '../components/translate';
import { eigenvalueSection } from '../spectra/eigenvalueSection';
import { comparisonSection } from './comparisonSection';
import { emptyState } from './emptyState';
import { heatMapSection } from './heatMapSection';
import { layerTableSection } from './layerTableSection';
import { selectors } from './selectors';
import { type Comparison, layerTitle, type Place, type Section, siteTitle, type SpectrumView } from './spectrumView';
import { trajectoriesSection } from './trajectoriesSection';
import { verdictSection } from './verdictSection';
import { widthSection } from './widthSection';

export interface SpectrumActions {
  chooseSite(site: SpectrumSite): void;
  chooseMeasure(measure: HistoryMeasure): void;
  choosePlace(place: Place): void;
  chooseWidthGroup(group: string): void;
  compare(comparison: Comparison | null): void;
  export(kind: 'csv' | 'json'): void;
}

/** The parts of the spectral panel in their order. */
export class SpectrumLayout extends Page<SpectrumView> {
  readonly #host: Host;

  constructor(root: HTMLElement, host: Host, steps: StepAxis, actions: SpectrumActions) {
    const [verdict, bar, map, eigenvalues, trajectories, widths, table, comparison] = [
      verdictSection(host), selectors(host, actions), heatMapSection((place) => actions.choosePlace(place)), eigenvaluesAt(), trajectoriesSection(steps),
      widthSection((group) => actions.chooseWidthGroup(group)), layerTableSection((place) => actions.choosePlace(place)), comparisonSection((what) => actions.compare(what))];
    super(root, [verdict, bar, map, eigenvalues, trajectories, widths, table, comparison], (trouble) => html('main', { class: 'page spectrum' },
      verdict.element, bar.element, trouble,
      html('div', { class: 'columns' }, map.element, eigenvalues.element, trajectories.element, widths.element),
      table.element, comparison.element));
    this.#host = host;
  }

  teach(run: string, name: string): void {
    this.instead(emptyState(name, () => void this.#host.call('openRun', run)));
  }
}

function eigenvaluesAt(): Section {
  const section = eigenvalueSection(t('Choose a cell of the heat map or a row of the table.'));
  return {
    element: section.element,
    show({ place, spectrum }) {
      section.show(place ? t('{0}, {1}, step {2}', layerTitle(place.layer), siteTitle(place.site), formatStep(place.step)) : '', spectrum);
    },
  };
}
