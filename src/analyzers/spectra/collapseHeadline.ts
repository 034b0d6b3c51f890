import { formatNumber, formatStep } from '../../model/format';
import type { Run } from '../../model/run';
import type { Settings } from '../../model/settings';
import type { JudgedLayer } from './judgedLayers';
import { layerName } from './layerName';
import { lossCourse } from './lossCourse';
import { shownMeasure } from './shownMeasure';

/**
 * The layer that leads, what it lost since when, who else, and what the loss did.
 * @param layers all of the state that is said, the one that began first leading
 * @param falling layers that are on their way where the others have collapsed
 */
export function collapseHeadline(layers: readonly JudgedLayer[], falling: readonly JudgedLayer[], run: Run, settings: Settings): string {
  const [first, ...others] = layers;
  const { course: { layer, site }, verdict } = first;
  const isFalling = verdict.state === 'falling';
  const crossing = isFalling ? verdict.projection?.crossing : undefined;
  const name = layerName(layer, site);
  const subject = site === 'weight' ? `${name[0].toUpperCase()}${name.slice(1)} ${isFalling ? 'are' : 'have'}` : `The ${name} ${isFalling ? 'is' : 'has'}`;
  const floor = crossing ? `, floor expected near step ${formatStep(crossing.at)}` : '';
  return `${subject} ${isFalling ? 'collapsing' : 'collapsed'}: ${changeOf(first, settings)}${floor}.`
    + `${namedIn(others, isFalling ? ['So is', 'So are'] : ['So has', 'So have'])}${namedIn(falling, ['Collapsing is', 'Collapsing are'])}${lossSentence(first, run)}`;
}

/** "hard utilisation 0.0939 → 0.0104 since step 10"; of a collapsed layer its lowest, and where it is when that is no longer below the floor. */
function changeOf({ course, records, verdict }: JudgedLayer, settings: Settings): string {
  const last = records.steps.length - 1;
  const { name, of, at } = shownMeasure(course, records, settings);
  const isBack = verdict.state === 'collapsed' && records.level[last] >= Math.log(settings['spectrum.collapseUtilisation']);
  const lowest = isBack ? lowestSince(records.level, verdict.onset) : last;
  return `${name} ${formatNumber(at(verdict.onset))} → ${formatNumber(at(lowest))}${of} since step ${formatStep(records.steps[verdict.onset])}`
    + `${isBack ? `, now ${formatNumber(at(last))}` : ''}`;
}

function lowestSince(level: Float64Array, onset: number): number {
  let lowest = onset;
  for (let i = onset; i < level.length; i++) if (level[i] < level[lowest]) lowest = i;
  return lowest;
}

function namedIn(layers: readonly JudgedLayer[], [one, several]: readonly [string, string]): string {
  if (layers.length === 0) return '';
  const names = layers.slice(0, 3).map(({ course }) => course.layer).join(', ');
  return ` ${layers.length === 1 ? `${one} layer` : `${several} layers`} ${names}${layers.length > 3 ? ` and ${layers.length - 3} more` : ''}.`;
}

function lossSentence({ records, verdict }: JudgedLayer, run: Run): string {
  const course = lossCourse(run, records.steps[verdict.onset], records.steps[records.steps.length - 1]);
  if (!course) return '';
  const [then, now] = [formatNumber(course.then), formatNumber(course.now)];
  const isOver = run.status === 'finished';
  switch (course.trend) {
    case 'falling': return isOver ? ` The loss did not show it: ${now} and still falling at the end.` : ` The loss does not show it yet: ${now} and still falling.`;
    case 'rising': return ` The loss rose ${formatNumber(course.lowest.value)} → ${now} since step ${formatStep(course.lowest.step)}.`;
    case 'level': return ` The loss went ${then} → ${now} and is about level now.`;
    case 'unknown': return ` The loss went ${then} → ${now}.`;
  }
}
