import { baseName } from '../../src/model/source';
import { html } from '../components/dom';
import { Page } from '../components/page';
import { levelIcon } from '../components/states';
import { t } from '../components/translate';
import type { CheckpointView } from './checkpointView';
import { comparisonSection, type ComparisonActions } from './comparisonSection';
import { headSection } from './headSection';
import { rolesSection } from './rolesSection';
import { spectraSection, type SpectraActions } from './spectraSection';
import { tensorsSection, type TensorActions } from './tensorsSection';

export interface CheckpointActions extends SpectraActions, ComparisonActions, TensorActions {}

/** The parts of the summary in their order. */
export class CheckpointLayout extends Page<CheckpointView> {

  constructor(root: HTMLElement, actions: CheckpointActions) {
    const [head, roles, tensors, spectra, comparison] = [headSection(), rolesSection(), tensorsSection(actions), spectraSection(actions), comparisonSection(actions)];
    super(root, [head, roles, tensors, spectra, comparison], (trouble) => html('main', { class: 'page checkpoint' }, head.element, trouble, spectra.element, html('div', { class: 'holdings' }, tensors.element, roles.element), comparison.element));
  }

  /** A file that cannot be read, and why. */
  refuse(path: string, reason: string): void {
    this.instead(html('main', { class: 'page refused' },
      html('header', { class: 'verdict' },
        html('div', { class: 'who' }, html('h1', {}, baseName(path)), html('div', { class: 'context' }, html('span', { title: path }, path))),
        html('div', { class: 'say' }, html('div', { class: 'verdict-icon' }, levelIcon('warning')), html('p', { class: 'sentence', role: 'alert' }, reason),
          html('p', { class: 'quiet' }, t('Nothing in the file was executed, and nothing was changed.'))))));
  }
}
