import type { Host } from '../components/host';
import { plainJson } from '../components/plainJson';
import { everyPoint } from './everyPoint';
import type { RunView } from './runView';

/** The run with its findings, its marginal return and every point of its series as JSON. */
export async function exportJson({ detail, report }: RunView, host: Host): Promise<string> {
  const series = (await everyPoint(detail, host)).map(({ metric, original, steps, values }) => ({ metric, original, steps, values }));
  return plainJson({ ...detail, report, series });
}
