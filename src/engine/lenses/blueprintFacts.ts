import { chosenModules, exclusion } from '../../analyzers/blueprint/chosenModules';
import { expressSelection } from '../../analyzers/blueprint/expressSelection';
import { selectionOf, type ModuleSelection } from '../../analyzers/blueprint/selectModules';
import type { ModuleChoice } from '../../formats/configs/edits/moduleChoices';
import type { Blueprint, Submodule } from '../../model/blueprint';
import { formatCount, formatPercent } from '../../model/format';
import { say } from '../../model/say';
import type { LensFact } from '../protocol';

/**
 * What the blueprint of a run says about the modules that the configuration at a path chooses: the gradient energy that they carry and
 * what the best choice of that size would, which layers carry it, and how few of the modules with an adapter do.
 */
export function blueprintFacts(path: string, choice: ModuleChoice, blueprint: Blueprint, run: string): readonly LensFact[] {
  const chosen = chosenModules(choice.way, choice.values, blueprint.submodules) ?? [];
  if (chosen.length === 0) return [];
  const at = (keys: readonly string[]) => keys.map((key) => choice.lines.get(key)).find((line) => line !== undefined);
  const [modules, layers, rank] = [at(moduleKeys), at(layerKeys), at(rankKeys)];
  return [
    ...(modules === undefined ? [] : [{ line: modules, run, ...modulesFact(path, choice, chosen, blueprint) }]),
    ...(layers === undefined ? [] : layersFact(chosen, blueprint).map((text) => ({ line: layers, run, text }))),
    ...(rank === undefined || chosen.length < 2 ? [] : [{ line: rank, run, text: rankFact(chosen) }]),
  ];
}

const moduleKeys = ['target_modules', 'lora_target_modules', 'lora_target', 'unfrozen_parameters', 'freeze_trainable_modules', 'requires_grad', 'trainable_modules', 'lora_target_linear'];
const layerKeys = ['layers_to_transform', 'peft_layers_to_transform', 'freeze_trainable_layers'];
const rankKeys = ['r', 'lora_r', 'lora_rank'];

type Fact = Omit<LensFact, 'line' | 'run'>;

function modulesFact(path: string, choice: ModuleChoice, chosen: readonly Submodule[], blueprint: Blueprint): Fact {
  const present = selectionOf(chosen, blueprint.submodules.reduce((sum, { parameters }) => sum + (parameters ?? NaN), 0));
  const isAll = chosen.length === blueprint.submodules.length;
  const budget = isAll ? shareOfAll : present.parameterShare;
  const best = bestWithin(choice, blueprint, budget);
  const carried = isAll ? say`all modules are trained` : say`the chosen modules carry ${formatPercent(present.energyShare)} of the gradient energy`;
  if (!best) return { text: carried };
  if (!isAll && best.energyShare < present.energyShare + notable) return { text: say`${carried}, about the most for their size` };
  const others = `${formatCount(best.modules.length, 'module')}${isAll ? say` with ${formatPercent(best.parameterShare)} of the parameters` : ''}`;
  return { text: isAll ? say`${carried}; ${others} carry ${formatPercent(best.energyShare)} · choose` : say`${carried}; ${others} would carry ${formatPercent(best.energyShare)} · choose`, panel: 'adaptation', subject: path, budget };
}

/** A fifth of the parameters, as an example of what a part of the model carries. */
const shareOfAll = 0.2;
/** Less is within the scatter of gradients. */
const notable = 0.02;

function bestWithin({ way, values }: ModuleChoice, blueprint: Blueprint, budget: number): ModuleSelection | undefined {
  const isExcluded = exclusion(values);
  const found = isExcluded && budget > 0 ? expressSelection(way, blueprint, Math.min(1, budget), { isExcluded }) : undefined;
  return found && !('error' in found) ? found.selection : undefined;
}

/** Layers are compared by all that stands in them. */
function layersFact(chosen: readonly Submodule[], { submodules }: Blueprint): readonly string[] {
  const energy = new Map<number, number>();
  for (const { layer, energyShare } of submodules) if (layer !== null) energy.set(layer, (energy.get(layer) ?? 0) + energyShare);
  const layers = new Set(chosen.flatMap(({ layer }) => layer ?? []));
  if (layers.size === 0 || layers.size === energy.size) return [];
  const best = [...energy].sort((a, b) => b[1] - a[1]).slice(0, layers.size);
  const carried = [...layers].reduce((sum, layer) => sum + (energy.get(layer) ?? 0), 0);
  const most = best.reduce((sum, [, share]) => sum + share, 0);
  const fact = say`${layers.size === 1 ? say`this layer carries` : say`these ${layers.size} layers carry`} ${formatPercent(carried)} of the gradient energy`;
  return [most < carried + notable ? say`${fact}, about the most` : say`${fact}; ${best.map(([layer]) => layer).sort((a, b) => a - b).slice(0, mostNamed).join(', ')}${best.length > mostNamed ? '…' : ''} carry ${formatPercent(most)}`];
}

const mostNamed = 6;

function rankFact(chosen: readonly Submodule[]): string {
  const whole = chosen.reduce((sum, { energyShare }) => sum + energyShare, 0);
  let [count, sum] = [0, 0];
  for (const { energyShare } of [...chosen].sort((a, b) => b.energyShare - a.energyShare)) {
    if (sum >= mostEnergy * whole) break;
    sum += energyShare;
    count++;
  }
  return say`${count} of ${chosen.length} adapted modules carry ${formatPercent(sum / whole)} of their gradient energy`;
}

const mostEnergy = 0.8;
