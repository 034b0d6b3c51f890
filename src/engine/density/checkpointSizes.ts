import { isTrained } from '../../formats/checkpoints/summary';
import type { Checkpoint } from '../../model/checkpoint';
import type { Run } from '../../model/run';
import type { Files } from '../files';
import { checkpointAt } from '../spectra/checkpointAt';

/** Size of a model as the header of a checkpoint tells it. */
interface CheckpointSize {
  readonly parameters: number;
  /** Bits per parameter, where they are fewer than sixteen. */
  readonly bits?: number;
}

/** Parameters of runs from the headers of their checkpoints, for runs whose log and configuration do not tell them. */
export class CheckpointSizes {
  readonly #files: Files;
  readonly #known = new Map<string, { readonly modified: number; readonly size: CheckpointSize | undefined }>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** The same runs, with what their newest checkpoints tell of the model. */
  fill(runs: readonly Run[]): Promise<readonly Run[]> {
    return Promise.all(runs.map(async (run) => {
      const newest = run.checkpointFiles.at(-1);
      if (run.model.parameters !== undefined || !newest) return run;
      const size = await this.#sizeOf(newest.path);
      return size ? { ...run, model: { ...run.model, ...size } } : run;
    }));
  }

  async #sizeOf(path: string): Promise<CheckpointSize | undefined> {
    const modified = (await this.#files.source(path).stat())?.modified ?? 0;
    const known = this.#known.get(path);
    if (known?.modified === modified) return known.size;
    const checkpoint = await checkpointAt(path, this.#files);
    const size = 'error' in checkpoint || checkpoint.parameters === 0 || isAdapter(checkpoint) ? undefined : sizeIn(checkpoint);
    this.#known.set(path, { modified, size });
    return size;
  }
}

/** What an adapter holds is not the model. */
function isAdapter({ tensors }: Checkpoint): boolean {
  return tensors.some(({ role }) => role.startsWith('adapter.'));
}

function sizeIn({ tensors, parameters }: Checkpoint): CheckpointSize {
  const bits = (8 * tensors.filter(isTrained).reduce((sum, { bytes }) => sum + bytes, 0)) / parameters;
  return bits > 0 && bits < wholeBits ? { parameters, bits } : { parameters };
}

/** A few norms in 32 bits lift a quantised model above its nominal bits, never to this. */
const wholeBits = 15;
