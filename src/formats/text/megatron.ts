import { metrics } from '../../model/metric';
import { followAttempt, laneOf, startAttempts, type Attempts } from './attempts';
import { argumentFacts } from './megatronArguments';
import { parseNumber } from './number';
import { forEachField } from './pipeFields';
import type { TextPreset, TextSink } from './preset';
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
  const slash = line.indexOf('/', at);
  const step = +line.slice(at + 9, slash);
  const last = +line.slice(slash + 1, bar);
  if (slash < 0 || slash > bar || !Number.isInteger(step) || !Number.isInteger(last) || last === 0) return;
  state.arguments = false;
  state.step = step;
  state.time = wallTime(line.slice(0, at));
  followAttempt(state.attempts, step, last, line);
  learnProgress(state, step, last, sink);
  sink.at(step, state.time, laneOf(state.attempts));
  const before = line.lastIndexOf('samples/sec:', at);
  if (before >= 0) sink.put('samples/sec', parseNumber(line.slice(before + 12, line.indexOf('|', before))), 'samples/sec');
  state.wrapped = parseFields(line, bar + 1, sink);
}

/** Puts every complete field. Returns what is left of one that the end of the line broke off. */
function parseFields(line: string, from: number, sink: TextSink): string {
  const tail = forEachField(line, from, (name, text, start, end) => putField(name, parseNumber(text, start, end), sink));
  const colon = tail.indexOf(':');
  if (colon < 0 || tail.slice(colon + 1).trim() === '') return tail;
  putField(tail.slice(0, colon).trim(), parseNumber(tail, colon + 1), sink);
  return '';
}

function putField(name: string, value: number | undefined, sink: TextSink): void {
  if (value === undefined) return;
  const known = knownFields.get(name);
  if (known) sink.put(known.original, value / known.perUnit, known.metric);
  else sink.put(name, value);
}

/** Second half of a wrapped line: its first words complete the field that was broken off. */
function parseContinuation(line: string, state: MegatronState, sink: TextSink): void {
  const head = state.wrapped;
  state.wrapped = '';
  if (/iteration +\d+ *\//.test(line) || !/: *\S+ *\|/.test(line)) return;
  const joined = head + line;
  const name = joined.slice(0, joined.indexOf(':')).trim();
  sink.at(state.step, state.time, laneOf(state.attempts));
  state.wrapped = parseFields(knownFields.has(name) ? joined : `${head} ${line}`, 0, sink);
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
