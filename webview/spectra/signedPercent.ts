import { formatPercent } from '../../src/model/format';

/** A relative change with its sign: "+4.2 %"; a dash where there is none. */
export function signedPercent(share: number): string {
  return Number.isFinite(share) ? `${share > 0 ? '+' : ''}${formatPercent(share)}` : '–';
}
