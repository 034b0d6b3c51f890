import type { Table } from '../../model/table';
import { isRecord } from '../../model/isRecord';
import { tableOf } from './tableOf';

/**
 * One row from the results of one evaluation. lm-evaluation-harness: a column `task metric` for each metric of each task, with its
 * standard error beside it, the model and where given its parameters. Transformers' all_results.json and eval_results.json: the
 * metrics of the evaluation, for the model that the folder is named after. Undefined for other JSON.
 */
export function resultsTable(path: string, value: unknown): Table | undefined {
  if (!isRecord(value)) return undefined;
  const cells = harnessCells(value) ?? transformersCells(path, value);
  return cells && tableOf(path, cells.map(([name]) => name), [cells.map(([, cell]) => cell)]);
}

type Cell = readonly [name: string, cell: string];

function harnessCells(value: Readonly<Record<string, unknown>>): readonly Cell[] | undefined {
  if (!isRecord(value.results)) return undefined;
  const tasks = Object.entries(value.results).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]));
  const scores = tasks.flatMap(([task, metrics]) => Object.entries(metrics).flatMap(([name, score]) => scoreCell(task, name, score)));
  return scores.length === 0 ? undefined : [...modelCells(value), ...scores];
}

/** `acc,none` and `acc_stderr,none` since version 0.4, `acc` and `acc_stderr` before. */
function scoreCell(task: string, name: string, score: unknown): readonly Cell[] {
  if (typeof score !== 'number') return [];
  const [metric, filter] = name.split(',');
  const said = filter === undefined || filter === 'none' ? metric : `${metric} ${filter}`;
  return [[`${task} ${said.replace(/_stderr(?= |$)/, ' stderr')}`, String(score)]];
}

function modelCells(value: Readonly<Record<string, unknown>>): readonly Cell[] {
  const config = isRecord(value.config) ? value.config : {};
  const parameters = config.model_num_parameters;
  const name = [value.model_name, pretrained(config.model_args), config.model].find((one) => typeof one === 'string' && one !== '');
  return [['model', String(name ?? '')], ...(typeof parameters === 'number' && parameters > 0 ? [['parameters', String(parameters)] as const] : [])];
}

function pretrained(args: unknown): string | undefined {
  if (isRecord(args)) return typeof args.pretrained === 'string' ? args.pretrained : undefined;
  return typeof args === 'string' ? /(?:^|,)pretrained=([^,]+)/.exec(args)?.[1] : undefined;
}

function transformersCells(path: string, value: Readonly<Record<string, unknown>>): readonly Cell[] | undefined {
  const metrics = Object.entries(value).filter((entry): entry is [string, number] => entry[0].startsWith('eval_') && typeof entry[1] === 'number');
  const scores = metrics.filter(([name]) => !/_(?:runtime|per_second|samples)$/.test(name));
  if (scores.length === 0) return undefined;
  return [['model', path.split('/').at(-2) ?? ''], ...scores.map(([name, score]): Cell => [name.slice('eval_'.length), String(score)])];
}
