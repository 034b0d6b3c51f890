import { baseName } from '../../model/source';
import type { Table } from '../../model/table';
import { sweepOf } from '../scaling/sweep';
import type { DensityReference } from './densityReference';
import { gadreReference } from './gadreReference';
import { leaderboardReference } from './leaderboardReference';
import { referenceFrom } from './referenceFrom';

/** Something that models can be compared with, by the name that a person gives it: `gadre`, `leaderboard` or the path of a table. */
export interface OfferedReference {
  readonly id: string;
  readonly reference: DensityReference;
}

/** The references that are built in, and those that the tables of a workspace can be made into, which are sweeps with scores. */
export function offeredReferences(tables: readonly Table[]): readonly OfferedReference[] {
  return [
    { id: 'gadre', reference: gadreReference() },
    { id: 'leaderboard', reference: leaderboardReference() },
    ...tables.filter(mayBeSweep).flatMap((table) => {
      const reference = referenceFrom(table);
      return 'error' in reference ? [] : [{ id: table.path, reference: { ...reference, name: baseName(table.path) } }];
    }),
  ];
}

/** Fitting takes a while: only of tables that tell sizes, data and losses. */
function mayBeSweep(table: Table): boolean {
  return !('error' in sweepOf(table, {}, 0));
}

/** The reference that is asked for where it knows a benchmark, else the first that does. */
export function referenceFor(benchmark: string, offered: readonly OfferedReference[], asked: string | null): OfferedReference | undefined {
  const knowing = offered.filter(({ reference }) => reference.benchmarks.some((one) => one.benchmark === benchmark));
  return knowing.find(({ id }) => isNamed(id, asked)) ?? knowing[0];
}

/** A path may be named by its end. */
function isNamed(id: string, asked: string | null): boolean {
  return asked !== null && asked !== '' && (id === asked || id.endsWith(`/${asked}`));
}
