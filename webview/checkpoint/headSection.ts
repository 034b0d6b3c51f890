import type { Checkpoint } from '../../src/model/checkpoint';
import { formatCount, formatNumber, formatPercent, formatStep } from '../../src/model/format';
import { baseName } from '../../src/model/source';
import { html, replaceChildren, setText } from '../components/dom';
import { levelIcon } from '../components/states';
import { t } from '../components/translate';
import type { Section } from './checkpointView';
import { byType, numbersIn } from './roles';
import { formatBytes, formatParameters } from './sizes';

/** What the checkpoint is, in one sentence, and what is wrong with it. */
export function headSection(): Section {
  const name = html('h1');
  const context = html('div', { class: 'context' });
  const sentence = html('p', { class: 'sentence' });
  const metadata = html('dl', { class: 'facts' });
  const troubles = html('ul', { class: 'troubles' });
  const element = html('header', { class: 'verdict' }, html('div', { class: 'who' }, name, context), sentence, metadata, troubles);
  return {
    element,
    show({ checkpoint }) {
      setText(name, baseName(checkpoint.path));
      setText(sentence, summarySentence(checkpoint));
      replaceChildren(context, html('span', { title: checkpoint.path }, folderName(checkpoint.path)), checkpoint.files.length > 1 && html('span', {}, formatCount(checkpoint.files.length, t('file'), t('files'))));
      replaceChildren(metadata, ...Object.entries(checkpoint.metadata).slice(0, mostFacts).map(([key, value]) => html('div', {}, html('dt', {}, key), html('dd', { title: String(value) }, factText(value)))));
      replaceChildren(troubles, ...checkpoint.troubles.map((text) => html('li', {}, levelIcon('warning'), ' ', text)));
      troubles.hidden = checkpoint.troubles.length === 0;
      metadata.hidden = Object.keys(checkpoint.metadata).length === 0;
    },
  };
}

/** Fractions as people read them; the title has all of their digits. Whole numbers are often names (seeds, sizes). */
function factText(value: Checkpoint['metadata'][string]): string {
  return typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : String(value);
}

/** The last two folders: where it lies for whoever knows the workspace. The whole path is there on hover. */
function folderName(path: string): string {
  return path.split('/').slice(-3, -1).join('/');
}

const mostFacts = 12;

export function summarySentence({ label, step, tensors, parameters }: Checkpoint): string {
  const bytes = tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  const numbers = tensors.reduce((sum, tensor) => sum + numbersIn(tensor), 0);
  const kind = step === null ? label : t('{0} of step {1}', label, formatStep(step));
  const also = numbers > parameters ? t(' (and {0} other values)', formatParameters(numbers - parameters)) : '';
  return t('{0}: {1} with {2} parameters{3}, {4}, {5}.', kind, formatCount(tensors.length, t('tensor'), t('tensors')), formatParameters(parameters), also, formatBytes(bytes), typesText(tensors));
}

function typesText(tensors: Checkpoint['tensors']): string {
  const types = byType(tensors);
  if (types.length === 0) return t('no numbers');
  if (types.length === 1) return t('all in {0}', types[0][0]);
  return types.slice(0, 3).map(([type, share]) => t('{0} in {1}', share > 0 && share < 0.0005 ? t('a trace') : formatPercent(share), type)).join(', ');
}
