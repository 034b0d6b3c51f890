import { formatNumber, formatStep } from '../model/format';
import type { Finding } from '../model/finding';
import { metrics } from '../model/metric';
import { seriesOf, type Run } from '../model/run';
import { say } from '../model/say';
import type { Series } from '../model/series';
import type { Analyzer } from './analyzer';
import { moduleSeries } from './gradients/moduleSeries';
import { isSolved, vanishedNorm, vanishedShare, vanishing, type Vanishing } from './gradients/vanishing';
import { finiteCurve, finitePoints } from './losses/lossSeries';

/** The gradient norm has fallen to nothing: of the whole model, or of one of its modules. */
export const gradientVanishing: Analyzer = {
  name: 'gradient-vanishing',
  analyse(run) {
    const whole = seriesOf(run, metrics.gradNorm);
    const found = whole ? vanishedIn('', whole, run) : undefined;
    const modules = found ? [] : moduleSeries(run).flatMap(({ name, series }) => vanishedIn(name, series, run) ?? []);
    const chosen = found ? [found] : modules;
    return chosen.length > 0 ? [findingOf(run, chosen)] : [];
  },
};

interface VanishedModule extends Vanishing {
  /** Empty for the whole model. */
  readonly name: string;
}

function vanishedIn(name: string, series: Series, run: Run): VanishedModule | undefined {
  const found = vanishing(finitePoints(series));
  return found && !isSolved(finiteCurve(run, metrics.trainLoss), found.first) ? { name, ...found } : undefined;
}

function findingOf(run: Run, vanished: readonly VanishedModule[]): Finding {
  const earliest = vanished.reduce((first, each) => (each.since < first.since ? each : first));
  const where = earliest.name === '' ? say`The gradient` : say`The gradient of ${earliest.name}`;
  const others = vanished.length > 1 ? say` (and of ${formatStep(vanished.length - 1)} more)` : '';
  return {
    rule: 'gradient-vanishing',
    level: 'warning',
    run: run.id,
    since: earliest.since,
    headline: say`${where}${others} has vanished since step ${formatStep(earliest.first)}: norm ${formatNumber(earliest.now)}, usually ${formatNumber(earliest.usual)}.`,
    evidence: [
      { label: say`Gradient norm now`, value: earliest.now, reference: Math.max(vanishedNorm, vanishedShare * earliest.usual) },
      { label: say`Usual gradient norm`, value: earliest.usual },
      { label: say`First low norm`, value: earliest.first, unit: 'step' },
      { label: say`Series affected`, value: vanished.length },
    ],
    advice: [{ text: say`Nothing is being learned there. Look for a saturated activation, a mask that hides every target, a frozen or detached module, or a loss scale that has fallen to 0.` }],
  };
}
