import type { Finding } from '../model/finding';
import { formatNumber, formatStep } from '../model/format';
import { say } from '../model/say';
import type { Analyzer } from './analyzer';
import { layerCourses, type LayerCourse } from './spectra/layerCourses';

/** Covariances over too few rows: their ranks say nothing of the network, and no verdict rests on them. */
export const underSampledSpectra: Analyzer = {
  name: 'under-sampled-spectra',
  analyse(run, settings) {
    const concerned = layerCourses(run, settings['spectrum.normalisation']).filter(({ sampling }) => sampling === 'severely under-sampled');
    if (concerned.length === 0) return [];
    const worst = concerned.reduce((least, course) => (perWidth(course) < perWidth(least) ? course : least));
    return [findingOf(run.id, worst, concerned)];
  },
};

function perWidth({ tokens, width }: LayerCourse): number {
  return (tokens ?? NaN) / width;
}

function findingOf(run: string, worst: LayerCourse, concerned: readonly LayerCourse[]): Finding {
  const rows = worst.tokens ?? NaN;
  return {
    rule: 'under-sampled-spectra',
    level: 'note',
    run,
    since: Math.min(...concerned.map(sinceOf)),
    headline: say`The spectra of ${concerned.length === 1 ? say`layer ${worst.layer}` : say`${concerned.length} layers`} rest on ${formatStep(rows)} tokens at a width of ${formatStep(worst.width)}: no verdict is given on them.`,
    evidence: [
      { label: say`Tokens per unit of width`, value: perWidth(worst), reference: 3 },
      { label: say`Largest rank that was possible`, value: Math.min(worst.width, rows - 1), reference: worst.width },
    ],
    advice: [{ text: say`Take the covariance over at least ${formatStep(3 * worst.width)} tokens, better ${formatStep(10 * worst.width)}; ${formatNumber(rows)} make any network look concentrated.` }],
  };
}

/** First of the records in a row, up to the last, that rest on as few. */
function sinceOf({ steps, rows, widths }: LayerCourse): number {
  let first = steps.length - 1;
  while (first > 0 && rows[first - 1] < 3 * widths[first - 1]) first--;
  return steps[first];
}
