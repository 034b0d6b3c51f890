import { readFileSync } from 'node:fs';
import { densityOverview } from '../../../src/analyzers/density/densityOverview';
import { scalingOverview } from '../../../src/analyzers/scaling/scalingOverview';
import { readTable } from '../../../src/formats/tables/readTable';
import type { Refusal } from '../../../src/engine/protocol';
import type { DensityOverview } from '../../../src/model/densityOverview';
import type { ScalingOverview } from '../../../src/model/scalingOverview';
import { defaultSettings } from '../../../src/model/settings';
import { baseName } from '../../../src/model/source';
import type { Table } from '../../../src/model/table';

/** What the engine answers about densities and scaling laws. */
export interface DensityForm {
  /** One for each benchmark; the first is what is answered when none is asked for. */
  readonly overviews: readonly (DensityOverview | Refusal)[];
  readonly scalings: readonly ScalingOverview[];
}

/** A table of test/fixtures/scaling, or one from a text. */
export function exampleTable(name: string, text = readFileSync(`test/fixtures/scaling/${name}`, 'utf8')): Table {
  const table = readTable(`/workspace/${name}`, new TextEncoder().encode(text));
  if ('error' in table) throw new Error(table.error);
  return table;
}

/** Densities of real tables by the analyzers themselves. */
export function exampleDensity(tables: readonly Table[], benchmarks: readonly string[]): readonly (DensityOverview | Refusal)[] {
  return benchmarks.map((benchmark) => densityOverview({ tables, runs: [], nameOf: baseName }, defaultSettings, { benchmark, reference: null }));
}

/** A law fitted to a real table. */
export function exampleScaling(table: Table, dropHighest = 0): ScalingOverview {
  const summary = { id: table.path, name: baseName(table.path), rows: table.rows, size: 'parameters', data: 'tokens', alongRuns: false } as const;
  const plans = [{ run: 'r1', name: 'gpt-small', size: 2.8e9, tokens: 2e10, planned: 6e10 }];
  const overview = scalingOverview({ summary, table }, plans, { ...defaultSettings, 'scaling.dropHighest': dropHighest }, { law: null, compute: 1 });
  if ('error' in overview) throw new Error(overview.error);
  return overview;
}
