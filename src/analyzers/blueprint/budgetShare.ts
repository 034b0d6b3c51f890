import type { Blueprint } from '../../model/blueprint';
import { formatPercent } from '../../model/format';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';

/**
 * The share of the parameters that a person's budget allows: a share ("20 %", "0.2"), a number of parameters ("50 M"), memory for training
 * them ("2 GB"), or time as a share of a step of full tuning ("80 % time"). A sentence where the text is none of these.
 */
export function budgetShare(text: string, { model }: Blueprint, settings: Settings): number | { readonly error: string } {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%|[kmb](?:illion)?\b|[kmgt]i?b\b)?\s*(time|of the time|parameters|memory)?\s*$/i.exec(text);
  if (!match) return { error: budgetHelp() };
  const [amount, unit] = [Number(match[1]), (match[2] ?? '').toLowerCase()];
  if (/time$/i.test(match[3] ?? '')) return shareInTime(unit === '%' ? amount / 100 : amount, settings);
  if (unit === '%' || unit === '') return valid(unit === '%' ? amount / 100 : amount);
  if (model.parameters === null) return { error: say`The blueprint does not tell how many parameters the model has: give the budget as a share of them.` };
  const parameters = unit.endsWith('b') && unit.length > 1 ? (amount * bytes[unit[0]]) / bytesPerParameter : amount * counts[unit[0]];
  return valid(Math.min(1, parameters / model.parameters));
}

export function budgetHelp(): string {
  return say`A budget is a share of the parameters (20 %), a number of them (50 M), memory for training them (2 GB) or a share of the time of full tuning (80 % time).`;
}

const counts: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };
const bytes: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Gradient and both moments of Adam, float32 each. */
const bytesPerParameter = 12;

/** A step costs fixed + perFraction·k. */
function shareInTime(time: number, settings: Settings): number | { readonly error: string } {
  const [fixed, perFraction] = [settings['blueprint.costFixed'], settings['blueprint.costPerFraction']];
  const least = fixed / (fixed + perFraction);
  const share = (time * (fixed + perFraction) - fixed) / perFraction;
  return share > 0 ? valid(Math.min(1, share)) : { error: say`Updating nothing takes ${formatPercent(least)} of the time of full tuning already: allow more.` };
}

function valid(share: number): number | { readonly error: string } {
  return share > 0 && share <= 1 ? share : { error: budgetHelp() };
}
