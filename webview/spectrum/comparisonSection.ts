import { formatStep } from '../../src/model/format';
import { XyChart } from '../charts/xyChart';
import { html, replaceChildren, setText } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { Grid } from '../components/grid';
import { t } from '../components/translate';
import { type ComparedLayer, comparedColumns } from './comparedColumns';
import { comparedLayers, comparedSentence, comparisonPicture, stepsCompared } from './comparedLayers';
import { measureTitle } from './measures';
import { type Comparison, type Section, type SpectrumView, stepsOf } from './spectrumView';

const nothing = 'nothing';
const ownRun = 'own';

/** The layers beside those of another step of this run, or of another run. */
export function comparisonSection(compare: (comparison: Comparison | null) => void): Section {
  let shown: SpectrumView | undefined;
  const other = otherSelector((run) => compare(run === undefined ? null : { run, here: null, there: null }));
  const [here, there] = [stepSlider(), stepSlider()];
  const summary = html('p', { class: 'compared' });
  const chart = new XyChart({ title: t('Comparison'), height: 'tall' });
  const table = comparedTable();
  const parts = html('div', { class: 'comparison-parts' }, html('div', {}, chart.plot, html('div', { class: 'tables' }, chart.table.element)), table.element);
  const element = html('section', { class: 'comparison', 'aria-label': t('Comparison') },
    html('div', { class: 'heading' }, html('h2', {}, t('Comparison')), html('label', { id: 'other-label', for: 'other', class: 'unit' }, t('with')), other.element, here.element, there.element, chart.legend.element),
    summary, parts);
  const moved = () => {
    if (shown?.comparison) compare({ ...shown.comparison, here: here.step(), there: there.step() });
  };
  here.onMove(moved);
  there.onMove(moved);
  return {
    element,
    show(view) {
      shown = view;
      other.show(view);
      const steps = stepsCompared(view);
      parts.hidden = summary.hidden = chart.legend.element.hidden = steps === null;
      here.show(steps && { steps: stepsOf(view.layers), step: steps.here, text: t('this run at step {0}', formatStep(steps.here)) });
      there.show(steps && { steps: steps.thereSteps, step: steps.there, text: t('{0} at step {1}', steps.name, formatStep(steps.there)) });
      if (!steps) return;
      const rows = comparedLayers(view, steps);
      setText(summary, comparedSentence(view, rows, steps));
      chart.show(comparisonPicture(view, rows, steps));
      table.show(view, rows);
    },
  };
}

/** Chooses with what to compare: `chosen` hears undefined for nothing, null for this run. */
function otherSelector(chosen: (run: string | null | undefined) => void) {
  const element = dropdown('other');
  element.addEventListener('change', () => chosen(element.value === nothing ? undefined : element.value === ownRun ? null : element.value));
  let offered = '';
  return {
    element,
    show(view: SpectrumView) {
      const options = optionsFor(view);
      if (JSON.stringify(options) !== offered) replaceChildren(element, ...options.map(([value, text]) => html('vscode-option', { value }, text)));
      offered = JSON.stringify(options);
      queueMicrotask(() => { element.value = view.comparison === null ? nothing : view.comparison.run ?? ownRun; });
    },
  };
}

/** The layers as a table, with columns for the measure that is compared. */
function comparedTable() {
  const element = html('div');
  let titled = '';
  let grid: Grid<ComparedLayer>;
  return {
    element,
    show(view: SpectrumView, rows: readonly ComparedLayer[]) {
      const title = measureTitle(view.measure, view.report.normalisation);
      if (title !== titled) {
        grid = new Grid<ComparedLayer>({ label: t('Comparison'), columns: comparedColumns(view), order: { column: '', descending: false }, key: ({ layer }) => layer });
        replaceChildren(element, grid.element);
      }
      titled = title;
      grid.show(rows);
    },
  };
}

function optionsFor({ others }: SpectrumView): readonly (readonly [string, string])[] {
  return [[nothing, t('nothing')], [ownRun, t('another step of this run')], ...others.map(({ id, name }) => [id, name] as const)];
}

interface SliderView {
  readonly steps: Float64Array;
  readonly step: number;
  readonly text: string;
}

/** Chooses among recorded steps. */
function stepSlider() {
  const input = html('input', { type: 'range', min: 0 });
  const output = html('span', { class: 'unit' });
  const element = html('label', { class: 'slider' }, output, input);
  let steps = new Float64Array(0);
  return {
    element,
    step: () => steps[Number(input.value)] ?? null,
    onMove: (listener: () => void) => input.addEventListener('input', listener),
    show(view: SliderView | null) {
      element.hidden = view === null;
      if (!view) return;
      steps = Float64Array.from(view.steps);
      input.max = String(Math.max(0, steps.length - 1));
      input.value = String(steps.indexOf(view.step));
      input.setAttribute('aria-valuetext', view.text);
      setText(output, view.text);
    },
  };
}
