import { placeTensors } from '../../formats/checkpoints/place';
import type { ReadCheckpoint } from '../../formats/checkpoints/openCheckpoint';
import type { GradientMeasurement, ModuleGradient } from '../../model/gradient';
import { formatNumber } from '../../model/format';
import { say } from '../../model/say';
import { folderOf } from '../../model/source';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import { openCheckpointAt } from '../spectra/openCheckpointAt';
import { clippingOf } from './clipping';
import type { FileCache } from './fileCache';
import { intervalEnergies } from './intervalEnergy';
import { loggedNorm } from './loggedNorm';
import { moduleGradients } from './moduleGradients';
import { nameParameters } from './nameParameters';
import { noOptimizer, type OptimizerEnergy } from './optimizerEnergy';
import type { ParameterEnergy } from './parameterEnergy';
import { surroundingsOf, type SurroundingsTools } from './surroundingsOf';

export interface GradientTools extends SurroundingsTools {
  pool(): KernelPool;
  /** What was read of optimizers before. */
  readonly energies?: FileCache<OptimizerEnergy | { readonly error: string }>;
}

export interface GradientWatch {
  readonly signal?: AbortSignal;
  readonly progress?: (fraction: number) => void;
}

/**
 * Gradient norms of the modules out of the optimizer state of a checkpoint, read in the pool. With an earlier checkpoint of the same run,
 * only of the steps between the two. A sentence where the checkpoint has no such state.
 */
export async function checkpointGradients(path: string, tools: GradientTools, earlier?: string, watch: GradientWatch = {}): Promise<GradientMeasurement | { readonly error: string }> {
  const opened = await openWithWeights(path, tools.files);
  if ('error' in opened) return opened;
  if (!opened.optimizer) return { error: noOptimizer() };
  if (opened.optimizer.state.size === 0) return { error: keepsNothing(say`keeps nothing between its steps, as SGD without momentum does`) };
  const energy = await energiesOf(path, tools, earlier, watch);
  if ('error' in energy) return energy;
  if (energy.parameters.length === 0) return { error: keepsNothing(say`keeps neither a mean nor a mean square of the gradients`) };
  const { groups } = opened.optimizer;
  const tensors = placeTensors(opened.tensors, opened.metadata);
  const shapes = new Map(energy.parameters.map(({ key, shape }) => [key, shape]));
  const named = nameParameters({ groups, shapes, tensors, registered: !opened.files.some(isAlphabetical) });
  const modules = moduleGradients(energy.parameters, named.names);
  const around = await surroundingsOf(path, opened.metadata, tools);
  const scaled = scale(modules, energy.parameters, around);
  return { source: 'optimizer state', model: null, batches: null, ...scaled, notes: [...named.notes, ...scaled.notes, ...energy.troubles] };
}

/** Writers of safetensors order tensors by name, in shards too. */
function isAlphabetical(file: string): boolean {
  return file.endsWith('.safetensors');
}

function keepsNothing(what: string): string {
  return say`The optimizer in this checkpoint ${what}, so gradients leave no trace in it: use norms by module, of a log or of Plateau's recorder.`;
}

/** A file of the optimizer alone stands beside that of the weights, which have the names. */
async function openWithWeights(path: string, files: Files): Promise<ReadCheckpoint | { readonly error: string }> {
  const opened = await openCheckpointAt(path, files);
  if ('error' in opened || opened.tensors.length > 0 || await files.kindOf(path) === 'folder') return opened;
  const whole = await openCheckpointAt(folderOf(path), files);
  return 'error' in whole || !whole.optimizer ? opened : { ...whole, optimizer: opened.optimizer };
}

async function energiesOf(path: string, { pool, energies }: GradientTools, earlier: string | undefined, watch: GradientWatch): Promise<OptimizerEnergy | { readonly error: string }> {
  const { signal } = watch;
  const read = () => pool().run('optimizerEnergy', path, watch);
  const later = energies ? await energies.of(path, read) : await read();
  if (earlier === undefined || 'error' in later) return later;
  const before = await pool().run('optimizerEnergy', earlier, { signal });
  if ('error' in before) return before;
  const between = intervalEnergies(before.parameters, later.parameters);
  return 'error' in between ? between : { parameters: between, troubles: [...before.troubles, ...later.troubles] };
}

type Scaled = Pick<GradientMeasurement, 'modules' | 'scale' | 'notes'>;

/** The unit of the norms, and the norms in that unit: those before clipping, where the log tells the norm of all. */
function scale(modules: readonly ModuleGradient[], energies: readonly ParameterEnergy[], { run, clip }: Awaited<ReturnType<typeof surroundingsOf>>): Scaled {
  if (energies.some(({ moment }) => moment === 'mean')) return { modules, scale: 'mean gradient', notes: [meanNote(energies)] };
  if (clip === 0) return { modules, scale: 'gradient', notes: [] };
  const norm = Math.sqrt(energies.reduce((sum, { energy }) => sum + energy, 0));
  const clipping = clippingOf(norm, clip);
  const logged = run && loggedNorm(run, Math.max(...energies.map(({ steps }) => steps)), energies[0].decay);
  const notes = clipping ? [clipping.note] : [];
  if (logged === undefined || !(norm > 0)) return { modules, scale: 'after clipping', notes };
  const restored = say`The scale is restored from the logged norm before clipping, ${formatNumber(logged)}.`;
  return { modules: modules.map((module) => ({ ...module, gradNormMean: (module.gradNormMean * logged) / norm })), scale: 'restored', notes: [...notes, restored] };
}

function meanNote(energies: readonly ParameterEnergy[]): string {
  const few = energies.filter(({ moment }) => moment === 'mean').length;
  const kept = say`the optimizer keeps the mean of the gradient, not of its square: norms are shorter where gradients point in many directions`;
  return few === energies.length ? say`Of all parameters ${kept}.` : say`Of ${few} of ${energies.length} parameters ${kept}, and shares between them and the others do not compare.`;
}
