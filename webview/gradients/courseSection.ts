import type { ExponentCourse } from '../../src/model/gradientReport';
import { linearScale } from '../charts/valueScale';
import { XyChart } from '../charts/xyChart';
import { limitsOf, type XyPicture } from '../charts/xyPicture';
import { html, replaceChildren } from '../components/dom';
import { t } from '../components/translate';
import type { Section } from './gradientsView';

/** How heavy the tails are as training goes on. */
export function courseSection(): Section {
  const chart = new XyChart({ title: t('Exponent over the steps'), height: 'tall' });
  const words = html('ul', { class: 'sentences' });
  const missing = html('p', { class: 'missing' }, t('Norms by module at several steps, or some hundred independent norms of all gradients, show whether tails grow heavier or lighter. Here is too little of either.'));
  const plot = html('div', {}, chart.plot, words, html('div', { class: 'tables' }, chart.table.element));
  const element = html('section', { class: 'chart course', 'aria-label': t('Exponent over the steps') },
    html('div', { class: 'heading' }, html('h2', {}, t('Exponent over the steps')), chart.legend.element), plot, missing);
  return {
    element,
    show({ report: { courses } }) {
      plot.hidden = chart.legend.element.hidden = courses.length === 0;
      missing.hidden = courses.length > 0;
      if (courses.length === 0) return;
      chart.show(coursePicture(courses));
      replaceChildren(words, ...courses.map(({ sentence }) => html('li', {}, sentence)));
    },
  };
}

function coursePicture(courses: readonly ExponentCourse[]): XyPicture {
  const styles = { modules: { colour: 'blue', dash: [] }, steps: { colour: 'orange', dash: [5, 4] } } as const;
  const names = { modules: t('norms of the modules'), steps: t('norm of all, in windows') };
  const steps = courses.flatMap((course) => Array.from(course.steps));
  const values = courses.flatMap(({ low, high }) => [...low, ...high]);
  return {
    sentence: courses.map(({ sentence }) => sentence).join(' '), horizontal: [], vertical: [],
    lines: courses.map(({ over, steps: x, exponent }) => ({ label: names[over], width: 1.5, dots: x.length <= 80 ? 2.5 : undefined, ...styles[over], points: Array.from(x, (step, i) => ({ x: step, y: exponent[i] })) })),
    bands: courses.map(({ over, steps: x, low, high }) => ({ label: t('95 %, {0}', names[over]), colour: styles[over].colour, points: Array.from(x, (step, i) => ({ x: step, low: low[i], high: high[i] })) })),
    x: { title: t('step'), scale: linearScale, ...limitsOf(steps, linearScale) },
    y: { title: t('rank exponent a; larger is heavier'), scale: linearScale, ...limitsOf(values, linearScale) },
  };
}
