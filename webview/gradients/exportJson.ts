import { plainJson } from '../components/plainJson';
import type { GradientsView } from './gradientsView';

/** The whole report with the tails that were asked for as JSON. */
export function exportJson({ report, tails, samples }: GradientsView): string {
  return plainJson({ ...report, tails, samples });
}
