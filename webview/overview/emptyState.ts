import type { Progress } from '../../src/engine/protocol';
import { html, replaceChildren, setText } from '../components/dom';
import type { Host } from '../components/host';
import { progressText } from '../components/progressText';
import { t } from '../components/translate';

export interface EmptyState {
  readonly element: HTMLElement;
  /** `progress` while files are being looked for or read; otherwise nothing was found. */
  show(progress: Progress | null): void;
}

/** What stands where no runs are: what is being read, or which files would be recognised and where to get some. */
export function emptyState(host: Host): EmptyState {
  const status = html('p', { role: 'status' });
  const reading = html('div', { class: 'waiting' }, html('vscode-progress-ring'), status);
  const teaching = html('div', { class: 'teaching' },
    html('h1', {}, t('No training runs here yet')),
    html('p', {}, t('Plateau follows the logs that training already writes. Nothing has to be changed in the training code.')),
    html('dl', {}, ...recognised().flatMap(([files, origin]) => [html('dt', {}, files), html('dd', {}, origin)])),
    html('div', { class: 'actions' },
      html('vscode-button', { appearance: 'primary', onclick: () => void host.call('chooseFolder', null) }, t('Choose a folder…')),
      html('vscode-button', { appearance: 'secondary', onclick: () => void host.call('openSamples', null) }, t('Open the samples'))),
    html('p', { class: 'quiet' }, t('A text log of another kind is read with a pattern of your own: '),
      html('button', { class: 'link', type: 'button', onclick: () => void host.call('openSetting', 'text.pattern') }, 'text.pattern')));
  const element = html('div', { class: 'empty' });
  return {
    element,
    show(progress) {
      const busy = progress !== null && progress.phase !== 'idle';
      if (busy) setText(status, progressText(progress));
      const wanted = busy ? reading : teaching;
      if (element.firstElementChild !== wanted) replaceChildren(element, wanted);
    },
  };
}

/** Files by name, and what writes them. */
function recognised(): readonly (readonly [string, string])[] {
  return [
    ['trainer_state.json, trainer_log.jsonl', t('Hugging Face Trainer, LLaMA-Factory')],
    ['events.out.tfevents.*', t('TensorBoard')],
    ['*.jsonl', t('one JSON object per line, with a step and values')],
    ['*.csv, *.tsv', t('Lightning, Keras, W&B exports, sweep tables')],
    ['plateau-statistics.jsonl', t('Plateau’s recorder: spectra and gradient norms')],
    ['checkpoint-500, step_1000.pt', t('checkpoints of several steps, also without any log')],
    ['*.log, *.txt, *.out', t('nanoGPT, llm.c, Megatron-LM, torchtitan, Composer, OLMo, fairseq and others')],
  ];
}
