import type { PanelStart, Refusal, SpectraProgress } from '../../src/engine/protocol';
import type { Checkpoint } from '../../src/model/checkpoint';
import { baseName } from '../../src/model/source';
import type { WeightSpectra } from '../../src/model/spectralReport';
import { fileName } from '../components/fileName';
import type { Editor, Host, PanelHandlers } from '../components/host';
import { Memory } from '../components/memory';
import { plainJson } from '../components/plainJson';
import { t } from '../components/translate';
import { CheckpointLayout } from './checkpointLayout';
import type { CheckpointView, Sibling } from './checkpointView';
import type { ExportedKind } from './tensorsSection';
import { exportSpectra, exportTensors } from './exportTable';
import { siblingsOf } from './siblings';

interface Kept {
  readonly path: string | null;
  readonly filter: string;
  readonly chosen: string | null;
  readonly other: string | null;
  /** Whether the spectra had been asked for: after a reload they are asked for again, and come from the cache. */
  readonly wanted: boolean;
  readonly scroll: number;
}

const notStarted = { done: 0, total: 0, name: '' };

/** The summary of one checkpoint, with the spectra of its weights on request. */
export class CheckpointPanel {
  readonly #host: Host;
  readonly #path: string;
  readonly #layout: CheckpointLayout;
  readonly #memory: Memory<Kept>;
  #checkpoint: Checkpoint | null = null;
  #spectra: WeightSpectra | null = null;
  #progress: CheckpointView['progress'] = null;
  #siblings: readonly Sibling[] = [];
  #other: CheckpointView['other'] = null;

  constructor(editor: Editor, host: Host, { path }: PanelStart, root: HTMLElement) {
    this.#host = host;
    this.#path = path ?? '';
    this.#memory = new Memory<Kept>(editor, { path, filter: '', chosen: null, other: null, wanted: false, scroll: 0 }, { path });
    this.#layout = new CheckpointLayout(root, {
      filter: (filter) => this.#choose({ filter }),
      choose: (chosen) => this.#choose({ chosen }),
      workOut: () => void this.#attempt(() => this.#workOut()),
      cancel: () => void this.#attempt(() => this.#cancel()),
      compare: (other) => void this.#attempt(() => this.#compare(other)),
      export: (kind) => void this.#attempt(() => this.#export(kind)),
      exportSpectra: () => void this.#attempt(() => this.#exportSpectra()),
      workOutOther: () => void this.#attempt(() => this.#workOutBoth()),
    });
  }

  get events(): PanelHandlers {
    return {
      changed: () => void this.#attempt(() => this.#findSiblings()),
      spectraProgress: (progress) => this.#follow(progress),
    };
  }

  async begin(): Promise<void> {
    this.#memory.keep({});
    this.#layout.wait(t('Reading the checkpoint…'));
    await this.#attempt(async () => {
      const checkpoint = await this.#host.call('checkpoint', this.#path);
      if (isRefusal(checkpoint)) return this.#layout.refuse(this.#path, checkpoint.error);
      this.#checkpoint = checkpoint;
      await this.#findSiblings();
      this.#memory.scrollBack();
      if (this.#memory.now.wanted) await this.#workOut();
      if (this.#memory.now.other !== null) await this.#compare(this.#memory.now.other);
    });
  }

  async #findSiblings(): Promise<void> {
    this.#siblings = siblingsOf(this.#path, await this.#host.call('runs', null));
    this.#show();
  }

  async #workOut(): Promise<void> {
    this.#memory.keep({ wanted: true });
    this.#spectra = await this.#spectraOf(this.#path);
    if (!this.#spectra) this.#memory.keep({ wanted: false });
    else if (!this.#spectra.layers.some(({ name }) => name === this.#memory.now.chosen)) this.#memory.keep({ chosen: this.#spectra.layers[0]?.name ?? null });
    this.#show();
  }

  async #workOutBoth(): Promise<void> {
    if (!this.#spectra) await this.#workOut();
    const other = this.#other;
    if (!this.#spectra || !other) return;
    const spectra = await this.#spectraOf(other.path);
    if (this.#other?.path === other.path) this.#other = { ...other, spectra };
    this.#show();
  }

  /** Null when it was cancelled. */
  async #spectraOf(path: string): Promise<WeightSpectra | null> {
    this.#progress = notStarted;
    this.#show();
    try {
      const spectra = await this.#host.call('weightSpectra', path);
      if (isRefusal(spectra)) throw new Error(spectra.error);
      return spectra;
    } finally {
      this.#progress = null;
      this.#show();
    }
  }

  async #cancel(): Promise<void> {
    await this.#host.call('cancelWeightSpectra', this.#path);
    if (this.#other) await this.#host.call('cancelWeightSpectra', this.#other.path);
  }

  async #compare(path: string | null): Promise<void> {
    this.#memory.keep({ other: path });
    this.#other = path === null ? null : { path, checkpoint: null, spectra: null };
    this.#show();
    if (path === null) return;
    const checkpoint = await this.#host.call('checkpoint', path);
    if (this.#memory.now.other !== path) return;
    if (isRefusal(checkpoint)) throw new Error(checkpoint.error);
    this.#other = { path, checkpoint, spectra: null };
    this.#show();
  }

  async #export(kind: ExportedKind): Promise<void> {
    if (!this.#checkpoint) return;
    const name = fileName(baseName(this.#path));
    if (kind === 'csv') await this.#host.call('save', { suggestedName: `${name}-tensors.csv`, data: exportTensors(this.#checkpoint.tensors) });
    else await this.#host.call('save', { suggestedName: `${name}.json`, data: plainJson({ ...this.#checkpoint, spectra: this.#spectra?.layers ?? null }) });
  }

  async #exportSpectra(): Promise<void> {
    if (!this.#spectra) return;
    await this.#host.call('save', { suggestedName: `${fileName(baseName(this.#path))}-spectra.csv`, data: exportSpectra(this.#spectra.layers) });
  }

  #follow({ path, done, total, name }: SpectraProgress): void {
    if (this.#progress === null || (path !== this.#path && path !== this.#other?.path)) return;
    this.#progress = { done, total, name };
    this.#show();
  }

  #choose(change: Partial<Kept>): void {
    this.#memory.keep(change);
    this.#show();
  }

  #show(): void {
    if (!this.#checkpoint) return;
    const { filter, chosen } = this.#memory.now;
    this.#layout.show({ checkpoint: this.#checkpoint, filter, chosen, spectra: this.#spectra, progress: this.#progress, siblings: this.#siblings, other: this.#other });
  }

  async #attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#layout.trouble(error);
    }
  }
}

function isRefusal(reply: Checkpoint | WeightSpectra | Refusal | null): reply is Refusal {
  return reply !== null && 'error' in reply;
}
