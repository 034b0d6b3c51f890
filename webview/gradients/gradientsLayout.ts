import type { RunSummary } from '../../src/engine/protocol';
import { formatPercent } from '../../src/model/format';
import { html } from '../components/dom';
import type { Host } from '../components/host';
import { Page } from '../components/page';
import { t } from '../components/translate';
import { basisSection } from './basisSection';
import { courseSection } from './courseSection';
import { emptyState } from './emptyState';
import type { GradientsActions, GradientsView } from './gradientsView';
import { influenceSection } from './influenceSection';
import { moduleTableSection } from './moduleTableSection';
import { samplesSection } from './samplesSection';
import { shareSection } from './shareSection';
import { tailSection } from './tailSection';
import { toolbar } from './toolbar';
import { verdictSection } from './verdictSection';

/** The parts of the gradient panel in their order. */
export class GradientsLayout extends Page<GradientsView> {
  readonly #host: Host;
  readonly #actions: GradientsActions;

  constructor(root: HTMLElement, host: Host, actions: GradientsActions) {
    const [verdict, bar, basis, tail, map, share, course, samples, table] = [
      verdictSection(host), toolbar(actions), basisSection(), tailSection(actions), influenceSection(actions), shareSection(), courseSection(), samplesSection(actions), moduleTableSection(actions)];
    super(root, [verdict, bar, basis, tail, map, share, course, samples, table], (trouble) => html('main', { class: 'page gradients' },
      verdict.element, basis.element, bar.element, trouble,
      html('div', { class: 'columns' }, map.element, share.element, tail.element, course.element),
      table.element, samples.element));
    this.#host = host;
    this.#actions = actions;
  }

  /** While the optimizer of a checkpoint is read for the first time. */
  read(fraction: number): void {
    this.instead(html('div', { class: 'waiting' },
      html('progress', { value: fraction, max: 1, 'aria-label': t('Reading the optimizer state') }),
      html('p', { role: 'status' }, t('Reading the optimizer state: {0}.', formatPercent(fraction))),
      html('vscode-button', { appearance: 'secondary', onclick: () => this.#actions.cancel() }, t('Cancel'))));
  }

  teach({ id, name }: RunSummary, reason: string): void {
    this.instead(emptyState(name, reason, () => void this.#host.call('openRun', id)));
  }
}
