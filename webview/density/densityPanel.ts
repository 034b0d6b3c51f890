import type { Refusal } from '../../src/engine/protocol';
import type { DensityOverview } from '../../src/model/densityOverview';
import type { ScalingOverview, ScalingQuestion, SweepSummary } from '../../src/model/scalingOverview';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { newestOnly, paced } from '../components/pace';
import { workspaceEvents } from '../components/panelEvents';
import { t } from '../components/translate';
import { DensityLayout } from './densityLayout';
import type { DensityView } from './densityView';
import { exportTable } from './exportTable';

interface Kept {
  readonly benchmark: string | null;
  readonly reference: string | null;
  readonly model: string | null;
  readonly sweep: string | null;
  readonly law: string | null;
  readonly compute: number;
  readonly scroll: number;
}

const beginning: Kept = { benchmark: null, reference: null, model: null, sweep: null, law: null, compute: 1, scroll: 0 };
const leastMilliseconds = 3000;

/** The panel of densities and scaling laws: asks the editor, keeps what was answered and chosen, and lets the layout show it. */
export class DensityPanel {
  readonly #host: Host;
  readonly #layout: DensityLayout;
  readonly #refresh = paced(() => void this.#layout.attempt(() => this.#load()), leastMilliseconds);
  readonly #askScaling: (question: ScalingQuestion) => void;
  readonly #memory: Memory<Kept>;
  #density: DensityOverview | Refusal | undefined;
  /** Counts what was asked, so that only the newest answer is shown. */
  #asked = 0;
  #isWorking = false;
  #sweeps: readonly SweepSummary[] = [];
  #scaling: ScalingOverview | Refusal | null = null;

  constructor(editor: Editor, host: Host, root: HTMLElement) {
    this.#host = host;
    this.#memory = new Memory<Kept>(editor, beginning);
    this.#layout = new DensityLayout(root, host, {
      chooseBenchmark: (benchmark) => this.#choose({ benchmark, reference: null }),
      chooseReference: (reference) => this.#choose({ reference }),
      chooseModel: (model) => this.#mark({ model }),
      chooseSweep: (sweep) => this.#measure({ sweep, law: null, compute: 1 }),
      chooseLaw: (law) => this.#measure({ law }),
      chooseCompute: (compute) => this.#measure({ compute }),
      export: (kind) => void this.#layout.attempt(() => this.#export(kind)),
    });
    this.#askScaling = newestOnly((question) => this.#host.call('scalingOverview', question), (answer) => {
      this.#scaling = answer;
      this.#show();
    }, (error) => this.#layout.trouble(error));
  }

  get events(): PanelHandlers {
    return workspaceEvents({ isFilled: () => this.#isFilled, refresh: this.#refresh, wait: (text) => this.#layout.wait(text) });
  }

  begin(): void {
    this.#memory.keep({});
    this.#layout.wait(t('Looking for models and their scores…'));
    this.#refresh();
  }

  get #isFilled(): boolean {
    return this.#sweeps.length > 0 || (this.#density !== undefined && !('error' in this.#density));
  }

  async #load(): Promise<void> {
    const { benchmark, reference } = this.#memory.now;
    const asked = ++this.#asked;
    const answers = Promise.all([this.#host.call('densityOverview', { benchmark, reference }), this.#host.call('sweeps', null)]);
    const [density, sweeps] = await answers.finally(() => { this.#isWorking &&= asked !== this.#asked; });
    if (asked !== this.#asked) return;
    [this.#density, this.#sweeps] = [density, sweeps];
    if (!this.#isFilled) return this.#layout.teach('error' in this.#density ? this.#density.error : '');
    this.#show();
    this.#askAgain();
  }

  /** What was chosen where it still exists, else the sweep with most rows. */
  #askAgain(): void {
    const sweep = this.#sweeps.find(({ id }) => id === this.#memory.now.sweep) ?? this.#sweeps[0];
    if (sweep) this.#askScaling({ sweep: sweep.id, law: this.#memory.now.law, compute: this.#memory.now.compute });
  }

  #show(): void {
    if (this.#density === undefined) return;
    const first = this.#layout.show(this.#view(this.#density));
    if (first) this.#memory.scrollBack();
  }

  #view(density: DensityOverview | Refusal): DensityView {
    const refused = 'error' in density;
    const failed = this.#scaling !== null && 'error' in this.#scaling;
    return {
      density: refused ? null : density, densityProblem: refused ? density.error : null, sweeps: this.#sweeps,
      scaling: failed ? null : this.#scaling as ScalingOverview | null, scalingProblem: failed ? (this.#scaling as Refusal).error : null,
      model: this.#memory.now.model, compute: this.#memory.now.compute, isWorking: this.#isWorking,
    };
  }

  #choose(change: Partial<Kept>): void {
    this.#memory.keep(change);
    this.#isWorking = true;
    this.#show();
    void this.#layout.attempt(() => this.#load().catch((error: unknown) => {
      this.#show();
      throw error;
    }));
  }

  #mark(change: Partial<Kept>): void {
    this.#memory.keep(change);
    this.#show();
  }

  #measure(change: Partial<Kept>): void {
    this.#memory.keep(change);
    this.#askAgain();
  }

  async #export(kind: 'csv' | 'json'): Promise<void> {
    if (this.#density === undefined || 'error' in this.#density) return;
    const data = kind === 'csv' ? exportTable(this.#density) : JSON.stringify({ density: this.#density, scaling: this.#scaling }, null, 2);
    await this.#host.call('save', { suggestedName: `density-${this.#density.benchmark}.${kind}`, data });
  }
}
