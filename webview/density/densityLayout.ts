import { html } from '../components/dom';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { benchmarksSection } from './benchmarksSection';
import { compressionSection } from './compressionSection';
import { computeSection } from './computeSection';
import { coursesSection } from './coursesSection';
import type { DensityView, Section } from './densityView';
import { emptyState } from './emptyState';
import { modelsSection } from './modelsSection';
import { notesSection } from './notesSection';
import { parametersSection } from './parametersSection';
import { scalingSection } from './scalingSection';
import { scalingBar, type ScalingActions } from './scalingBar';
import { toolbar, type ToolbarActions } from './toolbar';
import { trendSection } from './trendSection';
import { verdictSection } from './verdictSection';

export interface DensityActions extends ToolbarActions, ScalingActions {
  chooseModel(key: string): void;
}

/** The parts of the density panel in their order. */
export class DensityLayout extends Page<DensityView> {
  readonly #host: Host;

  constructor(root: HTMLElement, host: Host, actions: DensityActions) {
    const verdict = verdictSection();
    const densities = [toolbar(actions), trendSection(), coursesSection(), benchmarksSection((benchmark) => actions.chooseBenchmark(benchmark)), compressionSection(), modelsSection((key) => actions.chooseModel(key))];
    const [bar, trend, courses, benchmarks, compression, models] = densities;
    const laws = [scalingBar(actions), scalingSection(), computeSection(), parametersSection()];
    const [sweep, fit, slice, parameters] = laws;
    const notes = notesSection();
    const part = elementOf;
    super(root, [verdict, ...densities, ...laws, notes], (trouble) => html('main', { class: 'page density' }, verdict.element, trouble,
      part(bar), html('div', { class: 'columns' }, part(trend), part(courses), part(benchmarks), part(compression)), part(models),
      part(sweep), html('div', { class: 'columns' }, part(fit), part(slice)), part(parameters), part(notes)));
    this.#host = host;
  }

  teach(problem: string): void {
    this.instead(emptyState(problem, () => void this.#host.call('openSetting', 'tables.columns'), () => void this.#host.call('openSamples', null)));
  }
}

function elementOf({ element }: Section): HTMLElement {
  return element;
}
