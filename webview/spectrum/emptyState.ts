import { html } from '../components/dom';
import { t } from '../components/translate';

/** What stands where a run has no spectra: how to record them, and what is analysed without recording. */
export function emptyState(name: string, openRun: () => void): HTMLElement {
  return html('main', { class: 'teaching' },
    html('h1', {}, t('No spectra of {0} yet', name)),
    html('p', {}, t('The eigenvalues inside the FFN layers tell of a collapse before the loss does. These ways lead to them:')),
    html('dl', {},
      html('dt', {}, t('Record them')),
      html('dd', {}, t('Run the command “Plateau: Add the Recorder to the Workspace”. It puts one Python file beside your code; one line in the training loop, or a callback for Hugging Face Trainer or Lightning, then writes plateau-statistics.jsonl.')),
      html('dt', {}, t('Keep checkpoints')),
      html('dd', {}, t('The weights of adapters and of small models are analysed by themselves while checkpoints are written. The summary of any checkpoint works out the spectra of its weights when asked.')),
      html('dt', {}, t('Have them already')),
      html('dd', {}, t('Eigen-logs of NerVE and spectral-telemetry and the CSV files of WeightWatcher are read as they are.'))),
    html('div', { class: 'actions' }, html('vscode-button', { appearance: 'primary', onclick: openRun }, t('Open the run'))));
}
