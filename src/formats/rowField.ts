import type { Series } from '../model/series';
import { detached } from './detached';
import { type FieldSense, senseOf } from './fieldSense';
import { durationSeconds, fieldMetric, type FieldRole, roleOf, stepRank } from './logFields';
import { numberOf } from './tolerantJson';

/** A column of a row-wise log. */
export interface Field {
  readonly name: string;
  readonly lane: string;
  readonly role: FieldRole;
  readonly rank: number;
  readonly metric: string;
  /** Texts in the column: told to the rows always, only when they start like a number or a duration, or not at all. */
  readonly texts: 'told' | 'numeric' | 'ignored';
  readonly sense: FieldSense;
  series?: Series;
  evaluations?: Series;
}

export function rowField(name: string, lane = '', metric?: string): Field {
  const kept = detached(name);
  const role = roleOf(kept);
  return { name: kept, lane, role, rank: stepRank(kept), metric: metric ?? fieldMetric(kept), texts: textsOf(kept, role), sense: senseOf(kept) };
}

/** A field of many rows, with its number in each. */
export interface FieldColumn {
  readonly field: Field;
  readonly values: Float64Array;
}

/** The column that counts where several fields of a row have one role. */
export function lastOf(used: readonly FieldColumn[], role: FieldRole): Float64Array | undefined {
  return used.findLast(({ field }) => field.role === role)?.values;
}

/** A number in quotes, or seconds of hours, minutes and seconds. */
export function numberInText(text: string): number | undefined {
  return numberOf(text) ?? durationSeconds(text);
}

function textsOf(name: string, role: FieldRole): Field['texts'] {
  if (role === 'time' || phaseName.test(name)) return 'told';
  return /remaining|(?:^|[_/])eta$/i.test(name) ? 'ignored' : 'numeric';
}

/** Names of fields that say whether a row is of training or of an evaluation. */
export const phaseName = /^(?:mode|split|phase|stage)$/i;
