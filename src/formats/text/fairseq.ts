import { metrics } from '../../model/metric';
import { parseNumber } from './number';
import { parsePythonDict } from './pythonDict';
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
};

interface FairseqState {
  /** Last update, for lines that do not name theirs. */
  step: number;
}

function parseInfo(line: string, from: number, state: FairseqState, sink: TextSink): void {
  const bar = line.indexOf(' | ', from);
  const kind = line.slice(from, bar);
  if (kind === 'train_inner' || kind === 'train' || kind === 'valid') return putRecord(kind, readRecord(line.slice(bar + 3), kind), wallTime(line), state, sink);
  if (kind === 'fairseq_cli.train' && line.includes('done training in')) sink.learn({ ended: 'the log says "done training"' });
  const planned = /['"]?max_update['"]?[:=] ?(\d{1,12})/.exec(line);
  if (planned && +planned[1] > 0) sink.learn({ plan: { maxSteps: +planned[1] } });
}

/** Values of a line by name; JSON lines of `train` and `valid` put the kind before the names. */
function readRecord(text: string, kind: string): Map<string, number> {
  const pairs = text.startsWith('{') ? parsePythonDict(text) ?? [] : readSimple(text);
  const record = new Map<string, number>();
  for (const { name, value } of pairs) {
    const plain = name.startsWith(`${kind}_`) && name !== 'train_wall' ? name.slice(kind.length + 1) : name;
    if (typeof value === 'number') record.set(plain, value);
  }
  return record;
}

/** `epoch 001:  100 / 1234 loss=13.2, ppl=9.1` or `epoch 001 | loss 4.2 | ppl 18`. */
function readSimple(text: string): { name: string; value: number }[] {
  const pairs = [];
  for (const [, name, value] of text.matchAll(/([a-z_]\w{0,40})[= ](-?[\d.]+(?:e[-+]?\d+)?|nan|-?inf)(?=,|\s|$)/gi)) {
    const number = parseNumber(value);
    if (number !== undefined) pairs.push({ name, value: number });
  }
  return pairs;
}

type Kind = 'train_inner' | 'train' | 'valid';

function putRecord(kind: Kind, record: Map<string, number>, time: number, state: FairseqState, sink: TextSink): void {
  state.step = record.get('num_updates') ?? state.step;
  sink.at(state.step, time);
  const natsPerUnit = isInBits(record) ? Math.LN2 : 1;
  for (const [name, value] of record) {
    if (name === 'num_updates') continue;
    const original = kind === 'train_inner' ? name : `${kind}_${name}`;
    sink.put(original, /(?:^|_)loss$/.test(name) ? value * natsPerUnit : value, metricOf(kind, name));
  }
}

/** The perplexity of a line tells the base of its loss; without one it is 2, as fairseq writes it. */
function isInBits(record: ReadonlyMap<string, number>): boolean {
  const loss = record.get('nll_loss') ?? record.get('loss');
  const perplexity = record.get('ppl');
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
