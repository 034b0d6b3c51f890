import { byUrgency, type RuleId } from '../../model/finding';
import type { Recommendation } from '../../model/blueprint';
import { formatCount, formatNumber, formatPercent } from '../../model/format';
import type { ClippingReport, GradientTail, GradientVerdict, InfluenceReport, ModuleInfluence } from '../../model/gradientReport';
import { say } from '../../model/say';
import type { GradientEvidence } from './gradientEvidence';

export interface VerdictParts {
  readonly influence: InfluenceReport | null;
  readonly tails: readonly GradientTail[];
  readonly clipping: ClippingReport | null;
}

/** The one thing to say first: what a finding has said, else which modules are in trouble, else which carry the gradient, else the tail. */
export function gradientVerdict({ findings }: Pick<GradientEvidence, 'findings'>, parts: VerdictParts): GradientVerdict {
  const found = [...findings].filter(({ rule, level }) => alarming.has(rule) && level !== 'note').sort(byUrgency)[0];
  if (found) return { state: 'warning', sentence: found.headline, advice: found.advice.map(({ text }) => text) };
  const advice = [...parts.clipping?.advice ? [parts.clipping.advice] : []];
  const sick = parts.influence && troubled(parts.influence.modules);
  if (sick) return { state: 'warning', sentence: sick, advice };
  if (parts.influence) return { state: 'healthy', sentence: carrying(parts.influence), advice };
  const tail = parts.tails.find(({ over }) => over === 'steps');
  if (!tail?.report.fit) return { state: 'unsure', sentence: say`Too early to say: ${lowered(tail?.sentence ?? say`Too little is known of the gradients.`)}`, advice };
  return { state: 'healthy', sentence: say`The gradient norm neither explodes nor vanishes. ${tail.sentence}`, advice };
}

const alarming: ReadonlySet<RuleId> = new Set(['gradient-explosion', 'gradient-vanishing']);
/** Share of its rows from which on silence is more than a few neurons that have died. */
const manySilent = 0.1;

function troubled(modules: readonly ModuleInfluence[]): string | undefined {
  const gone = modules.filter(({ trouble }) => trouble === 'vanished' || trouble === 'exploding');
  if (gone.length > 0) return say`The gradient of ${gone[0].name}${more(gone.length)} ${gone[0].trouble === 'vanished' ? say`has vanished` : say`explodes`}: ${lowered(gone[0].why ?? '')}`;
  const silent = modules.filter(({ trouble, silentRows = 0, rows = 1 }) => trouble === 'silent rows' && silentRows >= manySilent * rows);
  return silent.length > 0 ? say`Part of ${silent[0].name}${more(silent.length)} does not learn: ${lowered(silent[0].why ?? '')}` : undefined;
}

function more(count: number): string {
  return count > 1 ? say` (and of ${count - 1} more)` : '';
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Modules that a fifth of the parameters holds, which is the budget that the literature speaks of. */
const budget = 0.2;

function carrying({ modules, share, recommendation }: InfluenceReport): string {
  const within = share ? share.k.filter((k) => k <= budget).length : 0;
  const carried = share && within > 0
    ? say`${within} of ${formatCount(modules.length, 'module')}, ${formatPercent(share.k[within - 1])} ${share.of === 'modules' ? say`of the modules` : say`of the parameters`}, ${within === 1 ? say`carries` : say`carry`} ${formatPercent(share.share[within - 1])} of the gradient energy.`
    : say`${modules[0].name} carries ${formatPercent(modules[0].energyShare)} of the gradient energy.`;
  return [say`No module vanishes or explodes.`, carried, ...(recommendation ? [worthUpdating(recommendation)] : [])].join(' ');
}

/** Distance of the share from its power law from which on the measured share is asked instead. */
const poorFit = 0.1;

function worthUpdating({ sentence, misfit, measured: { kStar, gain } }: Recommendation): string {
  if (misfit.largest <= poorFit) return sentence;
  return kStar === 1 ? say`Full tuning wins: at this cost no part of the model gives more gain per cost, by the measured share, which follows no power law.`
    : say`Updating the ${formatPercent(kStar)} that carry most gradient would give ${formatNumber(gain)} times the gain per cost of full tuning if gain goes with gradient energy (the measured share, which follows no power law).`;
}
