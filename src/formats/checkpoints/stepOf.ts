import type { StoredOptimizer } from './checkpointFormat';

/** The training step that a checkpoint's own counters tell, by the names that frameworks give it. */
export function stepOf(metadata: Readonly<Record<string, unknown>>): number | null {
  const name = counters.find((counter) => isStep(metadata[counter]));
  return name === undefined ? null : Number(metadata[name]);
}

/** The step in the name of a file or folder: checkpoint-500, step_500, iter_0000500, global_step500, model_000500.pt. */
export function stepInPath(path: string): number | null {
  const [file, folder = ''] = path.split('/').slice(-2).reverse();
  for (const name of [file, folder]) {
    const found = /(?:^|[^a-z])(?:checkpoint|ckpt|step|steps|iter|iteration|global_?step|model|optim)[-_=]?(\d{1,12})(?!\d|[-_]?of)/i.exec(name);
    if (found) return Number(found[1]);
  }
  return null;
}

/** Updates that an optimizer has made, which are the steps of the training. */
export function stepOfOptimizer(optimizer: StoredOptimizer | undefined): number | null {
  let latest: number | null = null;
  for (const { scalars } of optimizer?.state.values() ?? []) if (isStep(scalars.step)) latest = Math.max(latest ?? 0, scalars.step);
  return latest;
}

function isStep(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

const counters = [
  'global_step', 'iter_num', 'iteration', 'step', 'global_steps', 'iter', 'steps', 'num_updates',
  'train_state.step', 'trainer_state.global_step', 'meta.iter', 'n_iter', 'train_steps', 'current_step',
];
