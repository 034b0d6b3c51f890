import { tailFitting } from '../../analyzers/tails/tailFitting';
import { refusedTail, tailReport } from '../../analyzers/tails/tailReport';
import type { Settings } from '../../model/settings';
import type { SeriesPreparation, TailReport, TailSupport } from '../../model/tail';
import { independentValues } from '../../numerics/tails/independentValues';
import type { Files } from '../files';
import type { KernelPool } from '../kernelPool';
import type { BootstrapSize, GoodnessWatch } from './tailGoodness';
import { tailGoodness } from './tailGoodness';
import type { TailValues } from './tailValues';
import { tailValuesAt } from './tailValuesAt';

export interface TailRequest {
  readonly path: string;
  /** A metric, a column, or what of a checkpoint. */
  readonly column?: string;
  readonly support: TailSupport;
  /** Synthetic sets of the bootstrap; undefined for as many as an answer takes. */
  readonly sets?: number;
}

export interface TailTools {
  readonly files: Files;
  readonly settings: Settings;
  readonly now: number;
  pool(): KernelPool;
}

export interface LabelledTail extends TailReport {
  /** What was looked at, for people. */
  readonly label: string;
}

/** Reads values, fits a power law and its alternatives to their tail, and tests the fit in the pool. */
export async function tailReportAt({ path, column, support, sets }: TailRequest, { files, settings, now, pool }: TailTools, watch: GoodnessWatch = {}): Promise<LabelledTail | { readonly error: string }> {
  const found = await tailValuesAt(path, column, files, settings, now);
  if ('error' in found) return found;
  const { values, series } = prepared(found);
  const fitting = tailFitting(values, support);
  if ('error' in fitting) return { label: found.label, ...refusedTail(series ? `${fitting.error} (${series.points} points of a series over steps are worth ${Math.round(series.effectiveSize)} independent values.)` : fitting.error, series) };
  const size = bootstrapSize(sets, fitting.values.length);
  const goodness = size && await tailGoodness(fitting, size, pool(), watch);
  return { label: found.label, ...tailReport(fitting, { goodness, series }) };
}

/** Values over steps are made independent first. */
function prepared({ values, order }: TailValues): { readonly values: Float64Array; readonly series?: SeriesPreparation } {
  if (order === 'none') return { values };
  const { values: kept, ...series } = independentValues(values);
  return { values: kept, series };
}

function bootstrapSize(sets: number | undefined, count: number): BootstrapSize | undefined {
  if (sets !== undefined) return sets > 0 ? { sets } : undefined;
  return count <= quickCount ? { decide: 0.1, atMost: 1000 } : undefined;
}

/** Above, hundreds of fits take minutes: these are for those who ask for them. */
const quickCount = 50_000;
