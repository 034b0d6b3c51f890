import type { GradientEvidence } from '../../analyzers/gradients/gradientEvidence';
import { tailQuestions } from '../../analyzers/gradients/gradientReport';
import { gradientTail, type AnsweredTail } from '../../analyzers/gradients/gradientTail';
import type { Finding } from '../../model/finding';
import type { GradientReport, GradientTail, GradientTask, SampleReport, TailOver } from '../../model/gradientReport';
import type { Handlers } from '../../model/rpc';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import type { EngineEvents, GradientApi, Refusal } from '../protocol';
import { tailGoodness } from '../tails/tailGoodness';
import type { GradientTools } from './checkpointGradients';
import { FileCache } from './fileCache';
import { gradientEvidenceOf } from './gradientEvidenceOf';
import { optimizerCheckpoint } from './optimizerCheckpoint';
import { samplesFile } from './samplesFile';

/** What the service needs of the engine. */
export interface GradientSurroundings {
  readonly files: Files;
  /** Started at first use. */
  pool(): KernelPool;
  now(): number;
  run(id: string): Run | undefined;
  findings(id: string): readonly Finding[];
  settings(): Settings;
  tell<E extends keyof EngineEvents>(event: E, argument: Parameters<EngineEvents[E]>[0]): void;
}

/** Answers what the editor asks about gradients. Nothing that takes long is done in this thread. */
export class GradientService {
  readonly #around: GradientSurroundings;
  readonly #energies: NonNullable<GradientTools['energies']>;
  readonly #coordinates: FileCache<AnsweredTail | Refusal>;
  readonly #cancels = new Map<string, Set<AbortController>>();

  constructor(around: GradientSurroundings) {
    this.#around = around;
    this.#energies = new FileCache(around.files);
    this.#coordinates = new FileCache(around.files);
  }

  readonly handlers: Handlers<GradientApi> = {
    gradientReport: (id) => this.#cancellable(id, (run, signal) => this.#report(run, signal)),
    gradientCoordinates: (id) => this.#cancellable(id, async (run, signal) => shown(await this.#coordinateTail(run, signal))),
    gradientGoodness: ({ run: id, over }) => this.#cancellable(id, (run, signal) => this.#goodness(run, over, signal)),
    gradientSamples: (id) => this.#cancellable(id, (run, signal) => this.#samples(run, signal)),
    cancelGradients: (id) => this.#cancels.get(id)?.forEach((cancel) => { cancel.abort(new Cancelled()); }),
  };

  async #report(run: Run, signal: AbortSignal): Promise<GradientReport | Refusal> {
    return this.#pool.run('gradientReport', await this.#evidence(run, signal), { signal });
  }

  async #samples(run: Run, signal: AbortSignal): Promise<SampleReport | Refusal | null> {
    const file = await samplesFile(run, this.#around.files);
    if (!file) return null;
    const { measurement, settings } = await this.#evidence(run, signal);
    return this.#pool.run('sampleReport', { ...file, measurement, settings }, { signal });
  }

  async #coordinateTail(run: Run, signal: AbortSignal): Promise<AnsweredTail | Refusal> {
    const checkpoint = await optimizerCheckpoint(run, this.#around.files);
    if (!checkpoint) return { error: say`No checkpoint of this run holds the state of an optimizer.` };
    return this.#coordinates.of(checkpoint.path, () => this.#pool.run('gradientCoordinates', checkpoint.path, { signal, progress: this.#progress(run, 'coordinates') }));
  }

  async #answered(run: Run, over: TailOver, signal: AbortSignal): Promise<AnsweredTail | Refusal> {
    if (over === 'coordinates') return this.#coordinateTail(run, signal);
    const question = tailQuestions(await this.#evidence(run, signal)).find((one) => one.over === over);
    return question ? this.#pool.run('gradientTail', question, { signal }) : { error: say`There are no values over ${over}.` };
  }

  async #goodness(run: Run, over: TailOver, signal: AbortSignal): Promise<GradientTail | Refusal> {
    const answer = await this.#answered(run, over, signal);
    if ('error' in answer || 'error' in answer.fitting) return shown(answer);
    return gradientTail(answer, await tailGoodness(answer.fitting, { decide: refusedAt, atMost: mostSets }, this.#pool, {
      signal, progress: (goodness) => { this.#around.tell('gradientProgress', { run: run.id, task: 'goodness', fraction: goodness.sets / mostSets, goodness }); },
    }));
  }

  #evidence(run: Run, signal: AbortSignal): Promise<GradientEvidence> {
    const { files, settings, now, findings } = this.#around;
    const tools = { files, settings: settings(), now: now(), pool: () => this.#pool, energies: this.#energies };
    return gradientEvidenceOf(run, findings(run.id), tools, { signal, progress: this.#progress(run, 'optimizer state') });
  }

  get #pool(): KernelPool {
    return this.#around.pool();
  }

  #progress({ id }: Run, task: GradientTask): (fraction: number) => void {
    return (fraction) => { this.#around.tell('gradientProgress', { run: id, task, fraction }); };
  }

  /** Null where it was cancelled. */
  async #cancellable<T>(id: string, work: (run: Run, signal: AbortSignal) => Promise<T>): Promise<T | Refusal | null> {
    const run = this.#around.run(id);
    if (!run) return { error: say`This run is being read, or its files are gone.` };
    const cancel = new AbortController();
    const all = this.#cancels.get(id) ?? new Set();
    this.#cancels.set(id, all.add(cancel));
    try {
      return await work(run, cancel.signal);
    } catch (error) {
      if (error instanceof Cancelled) return null;
      throw error;
    } finally {
      all.delete(cancel);
    }
  }
}

/** At which a power law is refused, and how many sets are drawn at most to know on which side of that the p-value lies. */
const refusedAt = 0.1;
const mostSets = 1000;

function shown(answer: AnsweredTail | Refusal): GradientTail | Refusal {
  return 'error' in answer ? answer : gradientTail(answer);
}

/** Why work ended before it was done: someone asked for that. */
class Cancelled extends Error {}
