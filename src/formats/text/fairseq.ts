import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { valueAt } from './lineRecord';
import { parsePythonDict, type DictEntry } from './pythonDict';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/**
 * Lines of fairseq and metaseq in their JSON and simple formats. They give losses in bits; here they become nats
 * under their own names, so that they compare with other logs.
 */
export const fairseq: TextPreset<FairseqState> = {
  id: 'fairseq',
  label: 'fairseq',
  signature: /\| INFO \| (?:train_inner|train|valid)(?: \| | *\| *\{).{0,1000}loss/,
  banner: /\| INFO \| .{0,20000}max_update/,
  start: () => ({ step: 0 }),
  parse(line, state, sink) {
    const info = line.indexOf('| INFO | ');
    if (info >= 0) parseInfo(line, info + 9, state, sink);
  },
  record(line, state) {
    const info = line.indexOf('| INFO | ');
    const entries = info < 0 ? undefined : entriesOf(line, info + 9);
    if (!entries) return undefined;
    const { kind, pairs } = entries;
    const fields = fieldsOf(kind, pairs);
    return {
      counts: [], values: pairs.map(({ start, end, name, named }) => ({ ...valueAt(start, end, name), named })), timed: true, form: 'number',
      take: (_counts, numbers, time, sink) => { putRecord(fields, numbers, time, state, sink); },
    };
  },
};

interface FairseqState {
  /** Last update, for lines that do not name theirs. */
  step: number;
}

function parseInfo(line: string, from: number, state: FairseqState, sink: TextSink): void {
  const entries = entriesOf(line, from);
  if (entries) return putRecord(fieldsOf(entries.kind, entries.pairs), entries.pairs.map(({ value }) => value), wallTime(line), state, sink);
  const kind = line.slice(from, line.indexOf(' | ', from));
  if (kind === 'fairseq_cli.train' && line.includes('done training in')) sink.learn({ ended: 'the log says "done training"' });
  const planned = /['"]?max_update['"]?[:=] ?(\d{1,12})/.exec(line);
  if (planned && +planned[1] > 0) sink.learn({ plan: { maxSteps: +planned[1] } });
}

/** The named numbers of a line of a known kind. */
function entriesOf(line: string, from: number): { readonly kind: Kind; readonly pairs: readonly (DictEntry & { readonly value: number })[] } | undefined {
  const bar = line.indexOf(' | ', from);
  const kind = kinds.find((each) => each === line.slice(from, bar));
  if (!kind) return undefined;
  const pairs = line.startsWith('{', bar + 3) ? parsePythonDict(line, bar + 3) ?? [] : readSimple(line, bar + 3);
  return { kind, pairs: pairs.filter((entry): entry is DictEntry & { value: number } => typeof entry.value === 'number') };
}

interface FairseqField {
  readonly name: string;
  readonly original: string;
  readonly metric: string | undefined;
  /** Which of the line's numbers it is. */
  readonly index: number;
}

/** What the names of a line mean; JSON lines of `train` and `valid` put the kind before them. Of equal names the last counts. */
function fieldsOf(kind: Kind, pairs: readonly DictEntry[]): FairseqField[] {
  const byName = new Map(pairs.map(({ name }, index) => [name.startsWith(`${kind}_`) && name !== 'train_wall' ? name.slice(kind.length + 1) : name, index]));
  return [...byName].map(([name, index]) => ({ name, original: kind === 'train_inner' ? name : `${kind}_${name}`, metric: metricOf(kind, name), index }));
}

/** `epoch 001:  100 / 1234 loss=13.2, ppl=9.1` or `epoch 001 | loss 4.2 | ppl 18`. */
function readSimple(line: string, from: number): DictEntry[] {
  return [...line.slice(from).matchAll(/([a-z_]\w{0,40})[= ](-?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)(?=,|\s|$)/gi)].flatMap(({ index, 0: { length }, 1: name, 2: text }) => {
    const value = parseNumber(text);
    const [start, end] = [from + index, from + index + length];
    return value === undefined ? [] : [{ name, value, named: { start, end: start + name.length }, start: end - text.length, end }];
  });
}

const kinds = ['train_inner', 'train', 'valid'] as const;
type Kind = (typeof kinds)[number];

function putRecord(fields: readonly FairseqField[], numbers: readonly number[], time: number, state: FairseqState, sink: TextSink): void {
  state.step = valueOf('num_updates', fields, numbers) ?? state.step;
  sink.at(state.step, time);
  const natsPerUnit = isInBits(fields, numbers) ? Math.LN2 : 1;
  for (const { name, original, metric, index } of fields) {
    if (name !== 'num_updates') sink.put(original, lossName.test(name) ? numbers[index] * natsPerUnit : numbers[index], metric);
  }
}

const lossName = /(?:^|_)loss$/;

function valueOf(name: string, fields: readonly FairseqField[], numbers: readonly number[]): number | undefined {
  const field = fields.find((each) => each.name === name);
  return field && numbers[field.index];
}

/** The perplexity of a line tells the base of its loss; without one it is 2, as fairseq writes it. */
function isInBits(fields: readonly FairseqField[], numbers: readonly number[]): boolean {
  const loss = valueOf('nll_loss', fields, numbers) ?? valueOf('loss', fields, numbers);
  const perplexity = valueOf('ppl', fields, numbers);
  if (loss === undefined || perplexity === undefined || !(perplexity > 1)) return true;
  return Math.abs(Math.log(perplexity) - loss) > Math.abs(Math.log2(perplexity) - loss);
}

function metricOf(kind: Kind, name: string): string | undefined {
  const known = kind === 'valid' ? ofValidation.get(name) : kind === 'train' ? ofEpoch.get(name) : ofUpdates.get(name);
  return known ?? (kind === 'train_inner' ? undefined : `${kind}_${name}`);
}

const ofUpdates = new Map<string, string>([['loss', metrics.trainLoss], ['wall', metrics.elapsed], ['loss_scale', metrics.lossScale]]);
const ofEpoch = new Map<string, string>([['loss', metrics.trainLossEpoch]]);
const ofValidation = new Map<string, string>([['loss', metrics.evalLoss]]);
