import { type ForecastMethod, forecastMethods } from '../../src/model/fineTuning';
import { html, replaceChildren } from '../components/dom';
import { dropdown } from '../components/dropdown';
import { exportButtons } from '../components/exportButtons';
import { labelled } from '../components/labelled';
import type { ValueElement } from '../components/toolkit';
import { t } from '../components/translate';
import { methodTitle, type ForecastView, type Section } from './forecastView';

export interface ToolbarActions {
  chooseSubject(id: string): void;
  chooseMethod(method: ForecastMethod): void;
  /** Null where the field was emptied. */
  setBudget(samples: number | null): void;
  setFull(samples: number | null): void;
  export(kind: 'csv' | 'json'): void;
}

/** From what, by which method, up to and for how many samples is forecast, and how to take the figures elsewhere. */
export function toolbar(actions: ToolbarActions): Section {
  const subject = dropdown('subject');
  const method = dropdown('method');
  replaceChildren(method, ...[...forecastMethods].reverse().map((one) => html('vscode-option', { value: one }, methodTitle(one))));
  const from = labelled(subject, t('From'));
  const [budget, full] = [sizeField('budget', t('Budget'), (samples) => actions.setBudget(samples)), sizeField('full', t('All data'), (samples) => actions.setFull(samples))];
  subject.addEventListener('change', () => actions.chooseSubject(subject.value));
  method.addEventListener('change', () => actions.chooseMethod(method.value as ForecastMethod));
  const element = html('section', { class: 'toolbar', 'aria-label': t('What is forecast') },
    from, labelled(method, t('Method')), budget.element, full.element,
    html('span', { class: 'spring' }),
    exportButtons(['csv', 'json'], (kind) => actions.export(kind)));
  let offered = '';
  return {
    element,
    show({ subjects, report }) {
      const key = JSON.stringify(subjects.map(({ id, name }) => [id, name]));
      if (key !== offered) replaceChildren(subject, ...subjects.map((one) => html('vscode-option', { value: one.id }, subjectTitle(one))));
      offered = key;
      from.hidden = subjects.length < 2;
      budget.show(report.question.budget);
      full.show(report.question.full);
      queueMicrotask(() => {
        subject.value = report.subject.id;
        method.value = report.question.method;
      });
    },
  };
}

function subjectTitle({ origin, name }: ForecastView['subjects'][number]): string {
  if (origin === 'table') return name;
  return name === '' ? t('runs of the workspace') : t('runs on {0}', name);
}

/** A field for a number of samples, which takes thousands separators; what is no number above 0 leaves the choice to Plateau. */
function sizeField(id: string, title: string, set: (samples: number | null) => void) {
  const field = html('vscode-text-field', { id, class: 'samples', 'aria-label': title, title: t('Samples; empty: chosen by Plateau') }) as ValueElement;
  let shown = NaN;
  field.addEventListener('change', () => {
    shown = NaN;
    const samples = Number(field.value.replace(/[\s,_]/g, ''));
    set(samples > 0 && samples < Infinity ? samples : null);
  });
  return {
    element: labelled(field, title),
    // What is being typed stays while news arrives.
    show: (samples: number) => {
      if (samples !== shown) field.value = String(samples);
      shown = samples;
    },
  };
}
