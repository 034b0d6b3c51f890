import type { Curve, RunDetail } from '../../src/engine/protocol';
import type { Host } from '../components/host';

/** All points of all series, in the order of the series; nothing is left out for the resolution of a screen. */
export async function everyPoint({ series, summary }: RunDetail, host: Host): Promise<readonly Curve[]> {
  const asked = series.filter(({ points }) => points > 0).map(({ metric, original, points }) =>
    host.call('curve', { run: summary.id, metric, original, fromStep: null, toStep: null, pixels: points }));
  return (await Promise.all(asked)).filter((curve) => curve !== null);
}
