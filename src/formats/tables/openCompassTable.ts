import type { Table } from '../../model/table';
import { tableOf } from './tableOf';

/**
 * OpenCompass' summary (`dataset,version,metric,mode,<model>,<model>…`, a row per data set) turned round: a row per model, a column
 * per data set and metric. Undefined for other tables.
 */
export function openCompassTable({ path, columns, rows }: Table): Table | undefined {
  const [dataset, version, metric, mode, ...models] = columns;
  if (dataset?.name !== 'dataset' || version?.name !== 'version' || metric?.name !== 'metric' || mode?.name !== 'mode' || models.length === 0) return undefined;
  const names = Array.from({ length: rows }, (_, i) => `${dataset.texts[i]} ${metric.texts[i]}`);
  const cells = models.map(({ name, texts }) => [name, ...texts.map((text) => (text === '-' ? '' : text))]);
  return tableOf(path, ['model', ...names], cells);
}
