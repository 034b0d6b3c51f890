import { html } from '../components/dom';
import { t } from '../components/translate';

/** What stands where nothing can be forecast: which tables and runs would do. */
export function emptyState(troubles: readonly string[], openSamples: () => void): HTMLElement {
  return html('main', { class: 'teaching' },
    html('h1', {}, t('No losses at several data sizes yet')),
    html('p', {}, t('Fine-tune each candidate on a few small parts of the data, each twice as large as the last. From three sizes on, Plateau forecasts the loss on all data, says which candidates can no longer win, and which training is worth its cost.')),
    troubles.length === 0 ? null : html('ul', { class: 'troubles' }, ...troubles.map((text) => html('li', {}, text))),
    html('dl', {},
      html('dt', {}, t('A table')),
      html('dd', {}, t('A CSV file in the workspace with a row for each model and a column for each number of samples (200, 400, 800, …; 0 for the loss before fine-tuning), or with columns model, size and loss. A column params adds the cost in FLOPs. An empty column names the size of all data.')),
      html('dt', {}, t('Runs')),
      html('dd', {}, t('Finished runs with an evaluation loss whose configuration or log says the model (model_name_or_path, base_model) and the number of samples (max_train_samples, max_samples, “Num examples” of the Hugging Face Trainer).')),
      html('dt', {}, t('Other names')),
      html('dd', {}, t('The setting plateau.tables.columns says what the columns of your tables mean.'))),
    html('div', { class: 'actions' }, html('vscode-button', { appearance: 'primary', onclick: openSamples }, t('Open the sample runs'))));
}
