import { html } from '../components/dom';
import { t } from '../components/translate';

/** What stands where nothing is known of the gradients of a run: why, and what would tell them. */
export function emptyState(name: string, reason: string, openRun: () => void): HTMLElement {
  return html('main', { class: 'teaching' },
    html('h1', {}, t('No gradients of {0} yet', name)),
    html('p', {}, reason),
    html('dl', {},
      html('dt', {}, t('Record them')),
      html('dd', {}, t('Run the command “Plateau: Add the Recorder to the Workspace”. With one line in the training loop it writes the gradient norm of every module before clipping.')),
      html('dt', {}, t('Keep the optimizer')),
      html('dd', {}, t('A checkpoint that holds the state of Adam or its kin (optimizer.pt, a nanoGPT ckpt.pt, 8-bit states, Adafactor) tells the gradients of every module without any change to the training code.')),
      html('dt', {}, t('Log them')),
      html('dd', {}, t('Norms by module of Composer, Lightning, wandb.watch and TensorBoard histograms are read as they are; grad_norm in a log gives the tail over the steps and what a clip does.'))),
    html('div', { class: 'actions' }, html('vscode-button', { appearance: 'primary', onclick: openRun }, t('Open the run'))));
}
