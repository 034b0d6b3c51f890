import type { Blueprint, RankFit } from '../../model/blueprint';
import { formatCount, intervalOf, formatNumber } from '../../model/format';
import type { InfluenceReport, ShareCurve } from '../../model/gradientReport';
import { say } from '../../model/say';
import { blueprintOf } from '../blueprint/blueprintOf';
import { cumulativeShare, type Carrier } from '../blueprint/cumulativeShare';
import { carriersOf } from '../blueprint/recommendation';
import type { GradientEvidence } from './gradientEvidence';
import { moduleCourses } from './moduleCourses';
import { moduleInfluence } from './moduleInfluence';

/** Which modules carry the gradient, with the notes on what that rests on; a sentence where none has a gradient. */
export function influenceReport(evidence: GradientEvidence): { readonly influence: InfluenceReport; readonly notes: readonly string[] } | { readonly error: string } | undefined {
  if (!evidence.measurement) return undefined;
  const blueprint = blueprintOf(evidence.measurement, evidence.settings);
  if ('error' in blueprint) return blueprint;
  const { source, scale, batches, model, submodules, rankFit, recommendation, notes } = blueprint;
  return {
    influence: {
      source, scale, batches, path: evidence.path, step: evidence.step, parameters: model.parameters,
      modules: moduleInfluence(submodules, moduleCourses(evidence)),
      rankFit, rankSentence: rankSentence(rankFit, submodules.length), share: moduleShare(blueprint), recommendation,
    },
    notes,
  };
}

function moduleShare({ submodules, model }: Blueprint): ShareCurve {
  return shareCurve(carriersOf(submodules), submodules.map(({ name }) => name), model.parameters === null ? 'modules' : 'parameters');
}

/** The measured cumulative share of carriers with names. */
export function shareCurve(carriers: readonly Carrier[], names: readonly string[], of: ShareCurve['of']): ShareCurve {
  const { order, k, share } = cumulativeShare(carriers);
  return { k, share, names: order.map((i) => names[i]), of };
}

function rankSentence(fit: RankFit | null, count: number): string {
  if (!fit) return say`${formatCount(count, 'module')} are too few for a law of the ranks.`;
  const { exponent, interval, R2 } = fit;
  const law = say`The norms of ${formatCount(count, 'module')} fall as rank^−${formatNumber(exponent)} (95 %: ${intervalOf(exponent, ...interval)}, R² ${formatNumber(R2)})`;
  return R2 < poorFit ? say`${law}, which is a poor description: the ranks follow no power law.` : say`${law}.`;
}

/** Ordered values of any law give a high R²; below this not even a rough power law is left. */
const poorFit = 0.9;
