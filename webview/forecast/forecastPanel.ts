import type { PanelStart } from '../../src/engine/protocol';
import { html, replaceChildren } from '../components/dom';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { t } from '../components/translate';

/** The forecast panel: which model to fine-tune. */
export class ForecastPanel {
  readonly #host: Host;
  readonly #path: string | null;
  readonly #root: HTMLElement;

  constructor(_editor: Editor, host: Host, { path }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#path = path;
    this.#root = root;
  }

  get events(): PanelHandlers {
    return {};
  }

  begin(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const { subjects } = await this.#host.call('forecastSubjects', null);
    const subject = this.#path ?? subjects[0]?.id;
    const report = subject === undefined ? null : await this.#host.call('forecastReport', { subject, method: null, budget: null, full: null });
    const sentence = report === null ? t('No losses at several data sizes were found.') : 'error' in report ? report.error : report.forecast?.advice.sentence ?? report.problem ?? '';
    replaceChildren(this.#root, html('main', { class: 'page' }, html('p', { class: 'sentence' }, sentence)));
  }
}
