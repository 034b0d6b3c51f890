import { html } from '../components/dom';
import { t } from '../components/translate';

/** What stands where there are neither scores nor a sweep: which files and settings lead to them. */
export function emptyState(problem: string, openSetting: () => void, openSamples: () => void): HTMLElement {
  return html('main', { class: 'teaching' },
    html('h1', {}, t('No scores of models and no sweep yet')),
    html('p', {}, t('Capability density says how many parameters of a reference it takes to do what a model does. These files lead to it:')),
    html('dl', {},
      html('dt', {}, t('Results of evaluations')),
      html('dd', {}, t('results*.json of lm-evaluation-harness, all_results.json and eval_results.json of Transformers, OpenCompass\' summary_*.csv. In the folder of a run they take the size of its model from its configuration or checkpoint.')),
      html('dt', {}, t('A table of models')),
      html('dd', {}, t('A CSV file with the columns model, params, and one for each benchmark; tokens, date, base_model and bits tell more. Where columns have other names, “Plateau: Use as a Table of Models…” asks for them once.')),
      html('dt', {}, t('A sweep')),
      html('dd', {}, t('At least three sizes of model and of data: runs in neighbouring folders, or a table with params, tokens and loss. A scaling law is fitted to it, and with scores it is a reference of your own.'))),
    problem === '' ? null : html('p', { class: 'quiet' }, problem),
    html('div', { class: 'actions' }, html('vscode-button', { appearance: 'primary', onclick: openSetting }, t('Say what columns mean')), html('vscode-button', { appearance: 'secondary', onclick: openSamples }, t('Open the samples'))));
}
