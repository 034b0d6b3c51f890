import type { DensityCourse } from '../../src/model/densityOverview';
import { formatInterval, formatPercent } from '../../src/model/format';
import { runPalette } from '../../src/model/palette';
import { logScale } from '../charts/valueScale';
import { XyChart } from '../charts/xyChart';
import { limitsOf, type XyPicture } from '../charts/xyPicture';
import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import { benchmarkTitle, type Section } from './densityView';

/** Density of the checkpoints of runs: does more training still densify, or only add cost? */
export function coursesSection(): Section {
  const chart = new XyChart({ title: t('Density along training'), height: 'tall' });
  const words = html('ul', { class: 'sentences' });
  const missing = html('p', { class: 'missing' }, t('Evaluate at least three checkpoints of a run, and give the tokens of each: rows with the same model and different tokens are one course.'));
  const plot = html('div', {}, chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart courses', 'aria-label': t('Density along training') }, html('div', { class: 'heading' }, html('h2', {}, t('Density along training')), chart.legend.element), plot, missing);
  return {
    element,
    show({ density }) {
      element.hidden = density === null;
      const courses = [...density?.courses.filter(({ points }) => points.length > 1) ?? []].sort((a, b) => urgency(b) - urgency(a));
      plot.hidden = chart.legend.element.hidden = courses.length === 0;
      missing.hidden = courses.length > 0;
      if (courses.length === 0 || !density) return;
      const shown = courses.slice(0, runPalette.length);
      chart.show(coursePicture(shown, density.benchmark));
      replaceChildren(words, ...shown.slice(0, mostSentences).map((course) => html('li', {}, courseSentence(course))));
    },
  };
}

/** Those that fall first, and those of runs of the workspace. */
function urgency({ trend, run }: DensityCourse): number {
  return Number(trend === 'falls') + Number(run !== null);
}

const mostSentences = 4;

function coursePicture(courses: readonly DensityCourse[], benchmark: string): XyPicture {
  const all = courses.flatMap(({ points }) => points);
  return {
    sentence: courses.map(courseSentence).join(' '), bands: [], horizontal: [], vertical: [],
    lines: courses.map(({ model, points }, i) => ({ label: model, colour: runPalette[i], apart: i, width: 1.5, dots: 2, points: points.map(({ tokens, density }) => ({ x: tokens, y: density })) })),
    x: { title: t('training tokens'), scale: logScale, ...limitsOf(all.map(({ tokens }) => tokens), logScale) },
    y: { title: t('Density on {0}', benchmarkTitle(benchmark)), scale: logScale, ...limitsOf(all.map(({ density }) => density), logScale) },
  };
}

function courseSentence({ model, trend, perDoubling }: DensityCourse): string {
  if (!perDoubling) return t('{0}: too few checkpoints have a density for a trend.', model);
  const change = t('{0} per doubling of the tokens (95 %: {1} %)', formatPercent(Math.expm1(perDoubling.value)), formatInterval(100 * Math.expm1(perDoubling.low), 100 * Math.expm1(perDoubling.high)));
  switch (trend) {
    case 'densifies': return t('{0} still becomes denser: {1}.', model, change);
    case 'falls': return t('{0} becomes less dense: {1}.', model, change);
    default: return t('More training of {0} only adds cost, so far as can be seen: {1}.', model, change);
  }
}
