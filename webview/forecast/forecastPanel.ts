import type { ForecastSubjects, PanelStart } from '../../src/engine/protocol';
import type { ForecastMethod } from '../../src/model/fineTuning';
import type { ForecastReport, ForecastRequest } from '../../src/model/forecastReport';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { newestOnly, paced } from '../components/pace';
import { workspaceEvents } from '../components/panelEvents';
import { t } from '../components/translate';
import { exportTable } from './exportTable';
import { ForecastLayout } from './forecastLayout';

interface Kept {
  /** What the panel was opened for; kept so that it is found again after a reload. */
  readonly path: string | null;
  readonly subject: string | null;
  readonly method: ForecastMethod | null;
  readonly budget: number | null;
  readonly full: number | null;
  readonly model: string | null;
  readonly scroll: number;
}

const beginning: Kept = { path: null, subject: null, method: null, budget: null, full: null, model: null, scroll: 0 };
const leastMilliseconds = 2000;

/** The forecast panel: asks the editor, keeps what was answered and chosen, and lets the layout show it. */
export class ForecastPanel {
  readonly #host: Host;
  readonly #layout: ForecastLayout;
  readonly #refresh = paced(() => void this.#layout.attempt(() => this.#load()), leastMilliseconds);
  readonly #ask: (request: ForecastRequest) => void;
  readonly #memory: Memory<Kept>;
  #found: ForecastSubjects | undefined;
  #report: ForecastReport | undefined;

  constructor(editor: Editor, host: Host, { path }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#memory = new Memory<Kept>(editor, beginning, { path });
    this.#layout = new ForecastLayout(root, host, {
      chooseSubject: (subject) => this.#choose({ subject, budget: null, full: null, model: null }),
      chooseMethod: (method) => this.#choose({ method }),
      setBudget: (budget) => this.#choose({ budget }),
      setFull: (full) => this.#choose({ full }),
      chooseModel: (model) => {
        this.#memory.keep({ model });
        this.#show();
      },
      export: (kind) => void this.#layout.attempt(() => this.#export(kind)),
    });
    this.#ask = newestOnly((request) => this.#host.call('forecastReport', request), (answer) => {
      if ('error' in answer) return this.#layout.trouble(answer.error);
      this.#report = answer;
      this.#show();
    }, (error) => this.#layout.trouble(error));
  }

  get events(): PanelHandlers {
    return workspaceEvents({ isFilled: () => this.#report !== undefined, refresh: this.#refresh, wait: (text) => this.#layout.wait(text) });
  }

  begin(): void {
    this.#memory.keep({});
    this.#layout.wait(t('Looking for losses at several data sizes…'));
    this.#refresh();
  }

  async #load(): Promise<void> {
    this.#found = await this.#host.call('forecastSubjects', null);
    const subject = this.#subject;
    if (subject === undefined) return this.#layout.teach(this.#found.troubles);
    const { method, budget, full } = this.#memory.now;
    this.#ask({ subject, method, budget, full });
  }

  /** What was chosen, or the panel was opened for, where it still exists; else what tells of most models. */
  get #subject(): string | undefined {
    const known = this.#found?.subjects.map(({ id }) => id) ?? [];
    return [this.#memory.now.subject, this.#memory.now.path].find((id): id is string => id !== null && known.includes(id)) ?? known[0];
  }

  #show(): void {
    if (!this.#report || !this.#found) return;
    const first = this.#layout.show({ subjects: this.#found.subjects, troubles: this.#found.troubles, report: this.#report, chosen: this.#memory.now.model });
    if (first) this.#memory.scrollBack();
  }

  #choose(change: Partial<Kept>): void {
    this.#memory.keep(change);
    const { method, budget, full } = this.#memory.now;
    const subject = this.#subject;
    if (subject !== undefined) this.#ask({ subject, method, budget, full });
  }

  async #export(kind: 'csv' | 'json'): Promise<void> {
    const forecast = this.#report?.forecast;
    if (!forecast) return;
    const data = kind === 'csv' ? exportTable(forecast) : JSON.stringify(this.#report, null, 2);
    await this.#host.call('save', { suggestedName: `forecast-${forecast.method}-${forecast.full}.${kind}`, data });
  }
}
