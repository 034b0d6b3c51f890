import { html, replaceChildren, setText } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { labelled } from '../components/labelled';
import { t } from '../components/translate';
import type { Section } from './densityView';

export interface ScalingActions {
  chooseSweep(id: string): void;
  chooseLaw(law: string): void;
  chooseCompute(multiple: number): void;
}

/** Which sweep, which law, and how much compute its reading is for. */
export function scalingBar(actions: ScalingActions): Section {
  const [sweep, law, compute] = ['sweep', 'law', 'compute'].map(dropdown);
  replaceChildren(law, ...laws.map((one) => html('vscode-option', { value: one }, lawTitle(one))));
  replaceChildren(compute, ...computes.map((one) => html('vscode-option', { value: String(one) }, one === 1 ? t('the largest of the sweep') : t('{0} times the largest', one))));
  sweep.addEventListener('change', () => actions.chooseSweep(sweep.value));
  law.addEventListener('change', () => actions.chooseLaw(law.value));
  compute.addEventListener('change', () => actions.chooseCompute(Number(compute.value)));
  const problem = html('p', { class: 'missing' });
  const choices = html('div', { class: 'toolbar' },
    html('h2', {}, t('Scaling law')), labelled(sweep, t('fitted to')), labelled(law, t('Law')), labelled(compute, t('Compute')));
  const element = html('section', { 'aria-label': t('Scaling law') }, choices, problem);
  let offered = '';
  return {
    element,
    show({ sweeps, scaling, scalingProblem, compute: multiple }) {
      element.hidden = sweeps.length === 0;
      const key = JSON.stringify(sweeps);
      if (key !== offered) replaceChildren(sweep, ...sweeps.map(({ id, name, rows }) => html('vscode-option', { value: id }, t('{0}, {1} rows', name, rows))));
      offered = key;
      problem.hidden = scaling !== null;
      setText(problem, scalingProblem ?? t('The law is being fitted…'));
      queueMicrotask(() => {
        if (scaling) sweep.value = scaling.sweep.id;
        if (scaling) law.value = scaling.law;
        compute.value = String(multiple);
      });
    },
  };
}

const laws = ['chinchilla', 'noE', 'overtraining', 'repeated'] as const;
const computes = [1, 3, 10, 30, 100] as const;

function lawTitle(law: (typeof laws)[number]): string {
  switch (law) {
    case 'chinchilla': return t('L = E + A/N^α + B/D^β');
    case 'noE': return t('L = A/N^α + B/D^β');
    case 'overtraining': return t('over-training, one exponent');
    case 'repeated': return t('repeated data');
  }
}
