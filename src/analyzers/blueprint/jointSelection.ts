import type { UpdateCost } from '../../model/blueprint';
import type { JointSelection } from '../../model/gradientReport';
import { say } from '../../model/say';
import { marginOf, type CrossInfluence, type Margin } from './crossInfluence';
import { gainAt } from './partialUpdate';
import { shareExponent } from './shareExponent';

/**
 * Shares k of the modules and q of the samples with the highest k^γ·q^δ/((a_p + b_p·k)(a_d + b_d·q)), taken from the margins of the matrix
 * T_ij = |∂L(z_j)/∂θ_i| (Capability-Per-Resource). The product holds where influence factors into rows and columns, which is measured
 * beside it. A sentence where a margin is too short or an influence is no finite number.
 */
export function jointSelection(influence: CrossInfluence, modules: UpdateCost, samples: UpdateCost): JointSelection | { readonly error: string } {
  const wrong = influence.values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) return { error: wrongInfluence(influence, wrong) };
  const [rows, columns] = [marginOf(influence, 'modules'), marginOf(influence, 'samples')];
  const [gamma, delta] = [shareExponent(rows.carriers)?.gamma, shareExponent(columns.carriers)?.gamma];
  if (gamma === undefined || delta === undefined) return { error: say`At least 3 modules and 3 samples with an influence above 0 are needed.` };
  const [chosenRows, chosenColumns] = [mostGain(rows, gamma, modules), mostGain(columns, delta, samples)];
  const [k, q] = [rows.share[chosenRows.length - 1], columns.share[chosenColumns.length - 1]];
  return {
    k, q, gamma, delta,
    independentGain: gainAt(k, gamma, modules) * gainAt(q, delta, samples),
    measuredGain: held(influence, chosenRows, chosenColumns) / (costAt(k, modules) * costAt(q, samples)),
    modules: chosenRows.map((i) => influence.modules[i]), samples: chosenColumns.map((j) => influence.samples[j]),
    assumptions: assumptions(modules, samples),
  };
}

function wrongInfluence({ modules, samples, values }: CrossInfluence, at: number): string {
  const [module, sample] = [modules[Math.floor(at / samples.length)], samples[at % samples.length]];
  return say`The influence of sample ${sample} on ${module} is ${values[at]}: leave out samples without finite, positive ones.`;
}

/** Only whole modules and samples can be chosen: as many of the first as give most gain per cost. */
function mostGain({ order, share }: Margin, exponent: number, cost: UpdateCost): readonly number[] {
  const gains = share.map((one) => gainAt(one, exponent, cost));
  const best = gains.reduce((most, gain, i) => (gain > gains[most] ? i : most), gains.length - 1);
  return order.slice(0, best + 1);
}

function costAt(k: number, { fixed, perFraction }: UpdateCost): number {
  return (fixed + perFraction * k) / (fixed + perFraction);
}

/** Share of all influence. */
function held({ values, samples }: CrossInfluence, rows: readonly number[], columns: readonly number[]): number {
  const whole = values.reduce((sum, value) => sum + value, 0);
  return rows.reduce((sum, i) => columns.reduce((within, j) => within + values[i * samples.length + j], sum), 0) / whole;
}

function assumptions(modules: UpdateCost, samples: UpdateCost): readonly string[] {
  const free = [modules, samples].some(({ fixed }) => fixed === 0);
  return [
    say`The product of the gains assumes that modules and samples are chosen independently: that the same modules matter for every sample.`,
    ...(free ? [say`One of the costs has no fixed part: its gain grows without bound as the share shrinks.`] : []),
  ];
}
