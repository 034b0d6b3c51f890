import { metrics } from '../../model/metric';
import { followAttempt, laneOf, startAttempts, type Attempts } from './attempts';
import { argumentFacts } from './megatronArguments';
import { trimmedValue, type LineValue } from './lineRecord';
import { parseNumber } from './number';
import { forEachField } from './pipeFields';
import type { LineRecord, TextPreset, TextSink } from './preset';
import { learnProgress, type Progress } from './progress';
import { wallTime } from './wallTime';

/** Console lines of Megatron-LM, Megatron-DeepSpeed and GPT-NeoX: fields `name: value` between vertical bars. */
export const megatron: TextPreset<MegatronState> = {
  id: 'megatron',
  label: 'Megatron-LM',
  signature: /(?:^|[\]|:]) *iteration +\d+ *\/ *\d+ \|[^|:]{1,80}: *[-\d.naif]|^ *valid(?:ation)? loss at iteration \d+ *\| [\w ]+ value: /,
  banner: / \.{3,}[ .]*\S/,
  start: ({ notebook }) => ({ planned: 0, wrapped: '', step: NaN, time: NaN, attempts: startAttempts(notebook), arguments: true }),
  parse(line, state, sink) {
    const iteration = line.indexOf('iteration');
    if (state.wrapped !== '') parseContinuation(line, state, sink);
    if (iteration >= 0) parseIterationLine(line, iteration, state, sink);
    else if (state.arguments) parseArgument(line, sink);
  },
  record(line, state) {
    const at = line.indexOf('iteration');
    const bar = line.indexOf('|', at);
    if (at < 0 || bar < 0 || state.wrapped !== '' || state.attempts.notebook || !Object.is(wallTime(line), state.time)) return undefined;
    const record = line.slice(0, bar).includes(' loss at iteration') ? undefined : iterationRecord(line, at, bar);
    return record && { ...record, begin: ([step, last], time, sink) => { takeIteration(step, last, time, state, sink); } };
  },
};

interface MegatronState extends Progress {
  /** Last field of a line that was broken off inside it, as when lines are wrapped on pasting. */
  wrapped: string;
  step: number;
  time: number;
  readonly attempts: Attempts;
  /** No iteration was logged yet: the dump of arguments may still come. */
  arguments: boolean;
}

function parseIterationLine(line: string, at: number, state: MegatronState, sink: TextSink): void {
  const bar = line.indexOf('|', at);
  if (bar < 0) return;
  const validation = line.indexOf(' loss at iteration');
  if (validation >= 0 && validation < bar) return parseValidation(line, bar, state, sink);
  const record = iterationRecord(line, at, bar);
  if (!record) return;
  const [step, last] = record.counts.map(({ start, end }) => Number(line.slice(start, end)));
  followAttempt(state.attempts, step, last, line);
  takeIteration(step, last, wallTime(line.slice(0, at)), state, sink);
  sink.at(step, state.time, laneOf(state.attempts));
  sink.putAll(line, record.values);
  state.wrapped = record.tail;
}

/** What is not of the step but of the log. */
function takeIteration(step: number, last: number, time: number, state: MegatronState, sink: TextSink): void {
  state.arguments = false;
  state.step = step;
  state.time = time;
  learnProgress(state, step, last, sink);
}

interface IterationRecord extends LineRecord {
  /** What is left of a field that the end of the line broke off. */
  readonly tail: string;
}

/** `bar` is the first vertical bar behind the word `iteration` at `at`. */
function iterationRecord(line: string, at: number, bar: number): IterationRecord | undefined {
  const match = iterationCounts.exec(line.slice(at, bar));
  if (!match || Number(match[2]) === 0) return undefined;
  const first = at + match[0].search(/\d/);
  const end = at + match[0].length;
  const counts = [{ start: first, end: first + match[1].length }, { start: end - match[2].length, end }];
  const before = line.lastIndexOf('samples/sec:', at);
  const [speed, speedEnd] = [before + 12, line.indexOf('|', before)];
  const { values, tail } = fieldsIn(line, bar + 1);
  return { counts, values: before >= 0 ? [trimmedValue(line, speed, speedEnd, 'samples/sec', 'samples/sec'), ...values] : values, timed: true, tail };
}

const iterationCounts = /^iteration *(\d+) *\/ *(\d+)(?= *$)/;

/** Every complete field, and what is left of one that the end of the line broke off. */
function fieldsIn(line: string, from: number): { values: LineValue[]; tail: string } {
  const values: LineValue[] = [];
  const tail = forEachField(line, from, (name, _text, start, end) => values.push(valueOf(line, name, start, end)));
  const colon = tail.indexOf(':');
  if (colon < 0 || tail.slice(colon + 1).trim() === '') return { values, tail };
  const start = line.length - tail.length + colon + 1;
  return { values: [...values, valueOf(line, tail.slice(0, colon).trim(), start, line.length)], tail: '' };
}

function valueOf(line: string, name: string, start: number, end: number): LineValue {
  const known = knownFields.get(name);
  return trimmedValue(line, start, end, known?.original ?? name, known?.metric, known?.perUnit);
}

/** Second half of a wrapped line: its first words complete the field that was broken off. */
function parseContinuation(line: string, state: MegatronState, sink: TextSink): void {
  const head = state.wrapped;
  state.wrapped = '';
  if (/iteration +\d+ *\//.test(line) || !/: *\S+ *\|/.test(line)) return;
  const joined = head + line;
  const name = joined.slice(0, joined.indexOf(':')).trim();
  sink.at(state.step, state.time, laneOf(state.attempts));
  const whole = knownFields.has(name) ? joined : `${head} ${line}`;
  const { values, tail } = fieldsIn(whole, 0);
  sink.putAll(whole, values);
  state.wrapped = tail;
}

const validationHead = /loss at iteration (\d+)/;

function parseValidation(line: string, bar: number, state: MegatronState, sink: TextSink): void {
  const match = validationHead.exec(line);
  if (!match) return;
  followAttempt(state.attempts, +match[1]);
  sink.at(+match[1], wallTime(line), laneOf(state.attempts));
  forEachField(line, bar + 1, (name, text, start, end) => {
    sink.put(name, parseNumber(text, start, end), name === 'lm loss value' || name === 'lm_loss value' ? metrics.evalLoss : name);
  });
}

const dots = /^(?:.{0,40}: )? *([a-z]\w{0,60}) \.{3,}[ .]*(\S.{0,100})$/;

function parseArgument(line: string, sink: TextSink): void {
  if (!line.includes('....')) return;
  const match = dots.exec(line);
  if (match) sink.learn(argumentFacts(match[1], match[2].trim()));
}

interface KnownField {
  readonly original: string;
  readonly metric: string;
  /** How many of the log's units make one of the metric's. */
  readonly perUnit: number;
}

const field = (original: string, metric: string, perUnit = 1): [string, KnownField] => [original, { original, metric, perUnit }];

/** Fields whose unit stands in their name, and the frequent ones, which need no look at the aliases. */
const knownFields = new Map<string, KnownField>([
  field('elapsed time per iteration (ms)', metrics.stepTime, 1000),
  field('elapsed time per iteration (s)', metrics.stepTime),
  field('consumed samples', metrics.samples),
  field('consumed tokens', metrics.tokens),
  field('learning rate', metrics.learningRate),
  field('global batch size', 'global batch size'),
  field('lm loss', metrics.trainLoss),
  field('loss scale', metrics.lossScale),
  field('grad norm', metrics.gradNorm),
  field('num zeros', 'num zeros'),
  field('number of skipped iterations', metrics.skippedSteps),
  field('number of nan iterations', metrics.nanSteps),
]);
