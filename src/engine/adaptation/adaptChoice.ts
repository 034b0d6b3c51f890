import { budgetShare } from '../../analyzers/blueprint/budgetShare';
import { chosenModules, exclusion } from '../../analyzers/blueprint/chosenModules';
import { expressSelection, type ExpressedSelection } from '../../analyzers/blueprint/expressSelection';
import { modelMismatch, namedAlike, type KnownModel } from '../../analyzers/blueprint/modelMismatch';
import { selectionOf, type ModuleSelection } from '../../analyzers/blueprint/selectModules';
import { withChoice, type ModuleChoice } from '../../formats/configs/edits/moduleChoices';
import type { Blueprint } from '../../model/blueprint';
import { formatCount, formatPercent } from '../../model/format';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { Adaptation, BlueprintSource, ConfigText, Refusal } from '../protocol';
import { changesBetween } from './changesBetween';

/** A blueprint and where it is from, with a short name for people. */
export interface NamedBlueprint {
  readonly blueprint: Blueprint;
  readonly source: BlueprintSource;
  readonly name: string;
}

/** A configuration, the place where it chooses modules, and the model that it trains where that is known. */
export interface ChoiceAt extends ConfigText {
  readonly choice: ModuleChoice;
  readonly model: KnownModel | undefined;
}

/** The edit that makes a configuration train what a blueprint recommends within a share of the parameters. Undefined where it does already. */
export function adaptChoice(at: ChoiceAt, { blueprint, source, name }: NamedBlueprint, budget: number): Adaptation | Refusal | undefined {
  const expressed = expressedFor(at, blueprint, budget);
  if ('error' in expressed) return expressed;
  const text = withChoice(at.path, at.text, at.choice, expressed.values);
  if (typeof text !== 'string') return text;
  const changes = changesBetween(at.text, text);
  if (changes.length === 0) return undefined;
  return { source, lines: [...at.choice.lines.values()], title: titleOf(name, expressed.selection, presentSelection(at.choice, blueprint)), changes, preview: true, notes: expressed.notes };
}

/** What to choose, or why a blueprint cannot tell it for this configuration. */
export function expressedFor({ choice, model }: Pick<ChoiceAt, 'choice' | 'model'>, blueprint: Blueprint, budget: number): ExpressedSelection | Refusal {
  const alike = model && namedAlike(blueprint, model);
  const mismatch = alike && modelMismatch(blueprint, alike);
  if (mismatch !== undefined) return { error: mismatch };
  const isExcluded = exclusion(choice.values);
  if (!isExcluded) return { error: say`What exclude_modules leaves out cannot be told: write it as a list of names.` };
  return expressSelection(choice.way, blueprint, budget, { isExcluded, modules: alike && [...alike.modules.keys()] });
}

/** What the configuration chooses as it stands; undefined where that cannot be told or is nothing that the blueprint knows. */
export function presentSelection({ way, values }: ModuleChoice, { submodules }: Blueprint): ModuleSelection | undefined {
  const whole = submodules.reduce((sum, { parameters }) => sum + (parameters ?? NaN), 0);
  const chosen = chosenModules(way, values, submodules);
  return chosen && chosen.length > 0 ? selectionOf(chosen, whole) : undefined;
}

/** The budget that people give, or the share that the blueprint recommends. */
export function budgetFor(blueprint: Blueprint, budget: string, settings: Settings): number | Refusal {
  if (budget.trim() === '') return blueprint.recommendation && !blueprint.recommendation.fullTuningWins ? blueprint.recommendation.kStar : usualBudget;
  return budgetShare(budget, blueprint, settings);
}

/** Where nothing recommends a share. */
export const usualBudget = 0.2;

function titleOf(name: string, { modules, energyShare, parameterShare }: ModuleSelection, present: ModuleSelection | undefined): string {
  const now = present ? say`, now ${formatPercent(present.energyShare)} with ${formatPercent(present.parameterShare)} of the parameters` : '';
  return say`Train ${formatCount(modules.length, 'module')} by ${name}: ${formatPercent(energyShare)} of the gradient energy with ${formatPercent(parameterShare)} of the parameters${now}`;
}
