import { formatNumber, formatStep } from '../../model/format';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
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
  const floor = crossing ? say`, floor expected near step ${formatStep(crossing.at)}` : '';
  const said = site === 'weight' ? saidOfWeights(`${name[0].toUpperCase()}${name.slice(1)}`, isFalling ? 'falling' : 'collapsed') : saidOfLayer(name, isFalling ? 'falling' : 'collapsed');
  return say`${said}: ${changeOf(first, settings)}${floor}.` + namedIn(others, isFalling ? alsoFalling : alsoCollapsed) + namedIn(falling, collapsing) + lossSentence(first, run);
}

function saidOfWeights(name: string, state: 'falling' | 'collapsed'): string {
  return state === 'falling' ? say`${name} are collapsing` : say`${name} have collapsed`;
}

function saidOfLayer(name: string, state: 'falling' | 'collapsed'): string {
  return state === 'falling' ? say`The ${name} is collapsing` : say`The ${name} has collapsed`;
}

/** Sentences on one layer and on several. */
type Also = readonly [one: (name: string) => string, several: (names: string) => string];
const alsoFalling: Also = [(name) => say` So is layer ${name}.`, (names) => say` So are layers ${names}.`];
const alsoCollapsed: Also = [(name) => say` So has layer ${name}.`, (names) => say` So have layers ${names}.`];
const collapsing: Also = [(name) => say` Collapsing is layer ${name}.`, (names) => say` Collapsing are layers ${names}.`];

/** "hard utilisation 0.0939 → 0.0104 since step 10"; of a collapsed layer its lowest, and where it is when that is no longer below the floor. */
function changeOf({ course, records, verdict }: JudgedLayer, settings: Settings): string {
  const last = records.steps.length - 1;
  const { name, of, at } = shownMeasure(course, records, settings);
  const isBack = verdict.state === 'collapsed' && records.level[last] >= Math.log(settings['spectrum.collapseUtilisation']);
  const lowest = isBack ? lowestSince(records.level, verdict.onset) : last;
  const change = say`${name} ${formatNumber(at(verdict.onset))} → ${formatNumber(at(lowest))}${of} since step ${formatStep(records.steps[verdict.onset])}`;
  return isBack ? say`${change}, now ${formatNumber(at(last))}` : change;
}

function lowestSince(level: Float64Array, onset: number): number {
  let lowest = onset;
  for (let i = onset; i < level.length; i++) if (level[i] < level[lowest]) lowest = i;
  return lowest;
}

function namedIn(layers: readonly JudgedLayer[], [one, several]: Also): string {
  if (layers.length === 0) return '';
  const names = layers.slice(0, 3).map(({ course }) => course.layer).join(', ');
  if (layers.length === 1) return one(names);
  return several(layers.length > 3 ? say`${names} and ${layers.length - 3} more` : names);
}

function lossSentence({ records, verdict }: JudgedLayer, run: Run): string {
  const course = lossCourse(run, records.steps[verdict.onset], records.steps[records.steps.length - 1]);
  if (!course) return '';
  const [then, now] = [formatNumber(course.then), formatNumber(course.now)];
  const isOver = run.status === 'finished';
  switch (course.trend) {
    case 'falling': return isOver ? say` The loss did not show it: ${now} and still falling at the end.` : say` The loss does not show it yet: ${now} and still falling.`;
    case 'rising': return say` The loss rose ${formatNumber(course.lowest.value)} → ${now} since step ${formatStep(course.lowest.step)}.`;
    case 'level': return say` The loss went ${then} → ${now} and is about level now.`;
    case 'unknown': return say` The loss went ${then} → ${now}.`;
  }
}
