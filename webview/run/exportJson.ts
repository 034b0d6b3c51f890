import { plainJson } from '../components/plainJson';
import type { RunView } from './runView';

/** The run with its findings and its marginal return as JSON. */
export function exportJson({ detail, report }: RunView): string {
  return plainJson({ ...detail, report });
}
