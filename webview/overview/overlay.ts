import type { Curve, RunSummary } from '../../src/engine/protocol';
import { formatCount, formatNumber } from '../../src/model/format';
import { paletteColour } from '../../src/model/palette';
import { ChartView } from '../charts/chartView';
import { dashes } from '../charts/dashes';
import type { Line, Picture } from '../charts/picture';
import { type Range, StepAxis } from '../charts/stepAxis';
import { theme } from '../charts/theme';
import { valueLimits } from '../charts/valueLimits';
import { linearScale } from '../charts/valueScale';
import { html, setText } from '../components/dom';
import type { Host } from '../components/host';
import { newestOnly } from '../components/pace';
import { t } from '../components/translate';

/** More curves than this cannot be told apart. */
export const mostCurves = 12;

export interface Overlay {
  readonly element: HTMLElement;
  readonly steps: StepAxis;
  /** Shows the curves of these runs; nothing when there are none. */
  show(chosen: readonly RunSummary[], zoom: Range | null): void;
}

/** The curves of the chosen runs over each other. */
export function overlay(host: Host, clear: () => void, zoomed: () => void, failed: (error: unknown) => void): Overlay {
  const steps = new StepAxis();
  const chart = new ChartView({ title: t('Chosen runs'), steps, height: 'tall' });
  const heading = html('h2');
  const note = html('span', { class: 'quiet' });
  const element = html('section', { class: 'overlay', hidden: true },
    html('div', { class: 'heading' }, heading, note, chart.legend.element, html('vscode-button', { appearance: 'secondary', onclick: clear }, t('Clear choice'))),
    chart.plot, chart.table.element);
  let shown: readonly RunSummary[] = [];
  steps.name({ title: t('steps'), perStep: 1 });
  const draw = newestOnly(
    (runs: readonly RunSummary[]) => Promise.all(runs.map((run) => curveOf(run, steps, chart.area.width, host))),
    (curves, runs) => { chart.show(pictureOf(runs, curves, steps)); },
    failed);
  steps.onView(() => {
    zoomed();
    if (shown.length > 0) draw(shown);
  });
  return {
    element, steps,
    show(chosen, zoom) {
      shown = chosen.slice(0, mostCurves);
      element.hidden = shown.length === 0;
      if (shown.length === 0) return;
      setText(heading, formatCount(shown.length, t('run chosen'), t('runs chosen')));
      setText(note, chosen.length > mostCurves ? t('the first {0} of {1} are drawn', mostCurves, chosen.length) : '');
      steps.span({ from: 0, to: shown.reduce((last, { lastStep }) => Math.max(last, lastStep), 1) });
      steps.zoom(zoom);
      draw(shown);
    },
  };
}

async function curveOf({ id, metric }: RunSummary, { zoomed }: StepAxis, pixels: number, host: Host): Promise<Curve | null> {
  if (metric === null) return null;
  return host.call('curve', { run: id, metric: null, original: metric, fromStep: zoomed?.from ?? null, toStep: zoomed?.to ?? null, pixels: Math.max(64, Math.round(pixels)) });
}

function pictureOf(runs: readonly RunSummary[], curves: readonly (Curve | null)[], steps: StepAxis): Picture {
  const lines = runs.map((run, i): Line => ({
    label: run.name, colour: paletteColour(run.colour).name, width: 1.5, dash: dashOf(run, i, runs),
    points: curves[i] ? Array.from(curves[i].steps, (x, k) => ({ x, y: curves[i]?.values[k] ?? NaN })) : [],
  }));
  return { sentence: sentence(runs), lines, bands: [], marks: [], rules: [], axis: { title: '', scale: linearScale, ...valueLimits(lines, [], steps) }, stepsShown: true };
}

/** Lines of one colour are told apart by their dashes; in high contrast all lines are. */
function dashOf(run: RunSummary, index: number, runs: readonly RunSummary[]): readonly number[] {
  const alike = runs.slice(0, index).filter(({ colour }) => paletteColour(colour).name === paletteColour(run.colour).name).length;
  return dashes[(theme().highContrast ? index : alike) % dashes.length];
}

function sentence(runs: readonly RunSummary[]): string {
  const known = runs.filter(({ lastValue }) => lastValue !== null).sort((a, b) => Number(a.lastValue) - Number(b.lastValue));
  if (known.length === 0) return t('No chosen run has logged a value yet.');
  const [lowest, highest] = [known[0], known[known.length - 1]];
  if (known.length === 1) return t('{0} stands at {1}.', lowest.name, formatNumber(Number(lowest.lastValue)));
  return t('Of {0}, {1} stands lowest at {2} and {3} highest at {4}.', formatCount(known.length, t('run'), t('runs')), lowest.name, formatNumber(Number(lowest.lastValue)), highest.name, formatNumber(Number(highest.lastValue)));
}
