import constant from '../../fixtures/multi-power-law/25_constant_72000.csv';
import cosine from '../../fixtures/multi-power-law/25_cosine_72000.csv';
import wsd from '../../fixtures/multi-power-law/25_wsd_20000_24000.csv';
import type { RecordedCurve } from './exampleReport';

/** Real learning curves of a 25M model; the harness bundles the files as text. */
export const recordedCurves: Readonly<Record<'constant' | 'cosine' | 'wsd', RecordedCurve>> = {
  constant: parse(constant), cosine: parse(cosine), wsd: parse(wsd),
};

/** Columns step, lr, loss. */
function parse(text: string): RecordedCurve {
  const rows = text.trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  return { steps: rows.map(([step]) => step), rates: rows.map(([, rate]) => rate), losses: rows.map(([, , loss]) => loss) };
}
