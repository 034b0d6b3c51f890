import { formatStep } from '../../model/format';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { shareOfWidth } from '../../numerics/spectrum/utilisation';
import type { JudgedRecords } from './judgedRecords';
import type { LayerCourse } from './layerCourses';

/** What a sentence shows of a layer's records. */
export interface ShownMeasure {
  readonly name: string;
  /** " of 8" where the measure is a rank. */
  readonly of: string;
  /** By index of the record. */
  readonly at: (record: number) => number;
}

/** Of a narrow matrix rank 1 is already much of the width: there the rank itself says more than its share. */
export function shownMeasure(course: LayerCourse, records: JudgedRecords, settings: Settings): ShownMeasure {
  const possible = records.possible[records.possible.length - 1];
  if (possible > narrow) return { name: say`hard utilisation`, of: '', at: (i) => hardUtilisation(records, i, settings) };
  const { effectiveRank, softRank, hardRank } = course.measures;
  const rank = [effectiveRank, softRank].find((column) => Number.isFinite(column.at(-1))) ?? hardRank;
  const name = rank === effectiveRank ? say`effective rank` : rank === softRank ? say`soft rank` : say`hard rank`;
  return { name, of: say` of ${formatStep(possible)}`, at: (i) => rank[course.steps.indexOf(records.steps[i])] };
}

const narrow = 100;

/** As the settings normalise it, in the median of the last three records. */
export function hardUtilisation({ level, possible }: JudgedRecords, record: number, settings: Settings): number {
  return shareOfWidth(1 + Math.exp(level[record]) * (possible[record] - 1), possible[record], settings['spectrum.normalisation']);
}
