import { endedBy, hasEndMark } from './endMark';
import { longestHeading, longestLine, quotesNext, readGenericLine, type GenericLine } from './genericLine';
import { genericRecord } from './genericRecord';
import { announcedSteps, learnLinePlan, startLinePlan, type LinePlan } from './linePlan';
import { evaluationNames, telling } from './lineValues';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/**
 * Lines of unknown origin that name a step and at least one value, and lines of values below one that names their step or
 * epoch. Nothing is taken before five such lines with non-decreasing steps share the name of a quantity that training
 * logs have (three, where each has its own epoch): prose and listings must not become runs.
 */
export const generic: TextPreset<GenericState> = {
  id: 'generic',
  label: 'training log',
  signature: /(?!)/,
  weak: true,
  settled: (state) => state.taken >= enough,
  start: () => ({ taken: 0, confirmed: false, candidates: [], offset: 0, raw: -1, epoch: -1, fine: false, of: 0, announced: -1, evaluated: Infinity, firstEvaluated: 0, evaluates: false, last: -1, atLast: [], quotes: false, ...startLinePlan }),
  parse(line, state, sink) {
    if (line.length > longestLine) return;
    state.ended = endedBy(line) ?? state.ended;
    state.total = announcedSteps(line) ?? state.total;
    if (state.quotes) return void (state.quotes = false);
    state.quotes = quotesNext(line);
    state.evaluates ||= beginsEvaluation.test(line);
    const read = readGenericLine(line);
    if (read) take(read, wallTime(line), wordsOf(line, read), state, sink);
  },
  record(line, state) {
    if (announcedSteps(line) !== undefined) return undefined;
    const record = genericRecord(line);
    if (!record) return saysNothing(line) ? { counts: [], values: [], take: () => { state.quotes = false; } } : undefined;
    const words = wordsOf(line, record.said);
    return {
      ...record,
      take(counts, values, time, sink) {
        if (state.quotes) state.quotes = false;
        else take(record.read(counts, values), time, words, state, sink);
      },
    };
  },
  finish(state, sink) {
    if (state.confirmed && state.ended !== '') sink.learn({ ended: state.ended });
  },
};

export interface GenericState extends LinePlan {
  /** Lines that held a step and a value. */
  taken: number;
  confirmed: boolean;
  candidates: Candidate[];
  /** Steps before the present epoch, where a log counts from the start in each. */
  offset: number;
  raw: number;
  epoch: number;
  /** Lines with a step finer than the epoch were seen. */
  fine: boolean;
  /** Steps of one epoch, where the log says so. */
  of: number;
  /** Epoch that was named last, also by a line without values. */
  announced: number;
  /** Batch of an evaluation set that was logged last, and that with which the pass began. */
  evaluated: number;
  firstEvaluated: number;
  /** A pass over an evaluation set was announced. */
  evaluates: boolean;
  /** Step of the last record, and what it has: a bar is drawn several times for one step, and a summary repeats what was said. */
  last: number;
  atLast: string[];
  /** The next line is that of an earlier step, said again. */
  quotes: boolean;
}

type Place = Pick<GenericLine, 'epoch' | 'epochs' | 'fine' | 'of'>;

interface Candidate {
  readonly step: number;
  readonly time: number;
  /** What the line itself says of its place. */
  readonly kind: 'epoch' | 'both' | 'step' | 'none';
  readonly bar: boolean;
  readonly position: Place;
  readonly names: readonly string[];
  readonly values: readonly number[];
}

const neededLines = 5;
const neededEpochs = 3;
/** After so many lines no preset takes over any more, and none is looked for. */
const enough = 1000;

/** What the words of a line say beside its numbers. */
interface LineWords {
  /** A bar was drawn. */
  readonly bar: boolean;
  /** Without values, it only says which epoch, or which step, the next lines belong to. */
  readonly heading: boolean;
}

function wordsOf(line: string, { epoch }: GenericLine): LineWords {
  return { bar: line.includes('%|'), heading: line.length <= longestHeading && (epoch !== undefined ? heading : stepHeading).test(line) };
}

function announce({ epoch, epochs, fine, of }: GenericLine, state: GenericState): void {
  if (epoch !== undefined) {
    state.announced = epoch;
    state.epochs = epochs ?? state.epochs;
  } else if (fine !== undefined && of === undefined) {
    takeFine(fine, of, state);
    state.written = Math.max(state.written, fine);
  }
}

const heading = /^(?:[\d\W]*(?:info|root|starting|start|training|train|begin)\b){0,3}[\d\W]*epoch\b/i;
const stepHeading = /^(?:[IWEF]\d{4} [^\]]{0,80}\])?[\d\W]*(?:global[_ ])?(?:step|iter|iteration)\b/i;

/** `Eval begin...`: what follows counts the batches of another set. */
const beginsEvaluation = /^\W*(?:(?:start|begin|run)\w* )?(?:evaluation|evaluating|eval|validation|validating|testing)(?: (?:begin|start)\w*| in \w+ mode)?\s*(?:\.{2,}|…+|:)?\s*$/i;

/** Whether neither this line nor its end means anything, given that it has no number. */
function saysNothing(line: string): boolean {
  return !/\d/.test(line) && !hasEndMark(line) && !quotesNext(line) && !beginsEvaluation.test(line) && readGenericLine(line) === undefined;
}

function take(line: GenericLine, time: number, { bar, heading }: LineWords, state: GenericState, sink: TextSink): void {
  const read = inItsPass(line, state);
  const record = read.values.length > 0 ? recordOf(read, time, bar, state) : undefined;
  if (heading && read.values.length === 0) announce(read, state);
  if (!record) return;
  state.taken++;
  if (state.confirmed) return put(record, state, sink);
  addCandidate(record, state);
  if (!isConfirmed(state.candidates)) return;
  state.confirmed = true;
  for (const candidate of state.candidates) put(candidate, state, sink);
  state.candidates = [];
}

/** A pass over an evaluation set has another number of batches than training, names no place, or the epoch that is over; it ends where training goes on. */
function inItsPass(read: GenericLine, state: GenericState): GenericLine {
  const { epoch, fine, of, names } = read;
  if (!state.evaluates) return read;
  const isBatch = epoch === undefined && fine !== undefined && of !== undefined && state.of > 0 && of !== state.of;
  const isWhole = fine === undefined && names.length > 0 && (epoch === undefined || epoch === state.announced || state.announced < 0);
  state.evaluates = isBatch || (isWhole && epoch === undefined);
  if (!isBatch && !isWhole) return read;
  return { ...read, evaluates: isBatch, names: evaluationNames(names) };
}

function recordOf(read: GenericLine, time: number, bar: boolean, state: GenericState): Candidate | undefined {
  const { epoch, fine, names, values } = read;
  const isPlaced = epoch !== undefined || fine !== undefined;
  if (!isPlaced && state.announced < 0 && state.raw < 0) return undefined;
  if (read.evaluates && !isLastBatch(read, state)) return undefined;
  const position: Place = read.evaluates ? nowhere : read;
  const step = stepOf(position, state);
  const known = { epoch: state.announced >= 0 ? state.announced : undefined, epochs: position.epochs, fine: position.fine, of: position.of };
  return { step, time, kind: kindOf(position), bar, position: known, names, values };
}

const nowhere = { epoch: undefined, epochs: undefined, fine: undefined, of: undefined };

function kindOf({ epoch, fine }: Place): Candidate['kind'] {
  if (epoch !== undefined) return fine !== undefined ? 'both' : 'epoch';
  return fine !== undefined ? 'step' : 'none';
}

/** Of a pass over an evaluation set only the last batch that is logged counts, where the means are complete. */
function isLastBatch({ fine, of }: GenericLine, state: GenericState): boolean {
  if (fine === undefined || of === undefined) return false;
  if (fine <= state.evaluated) state.firstEvaluated = fine;
  const gap = Math.max(1, fine - state.evaluated);
  state.evaluated = fine;
  const last = state.firstEvaluated === 0 ? of - 1 : of;
  return fine + gap > last;
}

/** A step that starts again with each epoch goes on from where the last epoch ended. */
function stepOf({ epoch, fine, of }: Place, state: GenericState): number {
  if (epoch !== undefined) state.announced = epoch;
  if (fine !== undefined) return takeFine(fine, of, state);
  return state.fine ? state.offset + Math.max(state.raw, 0) : Math.max(state.announced, 0);
}

function takeFine(raw: number, of: number | undefined, state: GenericState): number {
  const epoch = state.announced;
  if (epoch >= 0 && state.epoch >= 0 && epoch !== state.epoch && raw <= state.raw) moveToEpoch(epoch - state.epoch, state);
  else if (epoch === state.epoch && raw < state.raw && of !== undefined && of === state.of && state.raw >= of - 1) state.offset += of;
  state.raw = raw;
  state.fine = true;
  state.epoch = epoch;
  state.of = of ?? state.of;
  return state.offset + raw;
}

/** Forwards where an epoch begins, backwards where a run does. */
function moveToEpoch(epochs: number, state: GenericState): void {
  if (epochs > 0) state.offset += state.of > 0 ? state.of * epochs : state.raw;
  else state.offset = state.of > 0 ? Math.max(0, state.offset + state.of * epochs) : 0;
}

function addCandidate(record: Candidate, state: GenericState): void {
  const last = state.candidates.at(-1);
  if (last && record.step < last.step) state.candidates = [];
  state.candidates.push({ ...record, values: [...record.values] });
  if (state.candidates.length > mostCandidates) state.candidates.shift();
}

const mostCandidates = 20;

function isConfirmed(candidates: readonly Candidate[]): boolean {
  const byEpoch = candidates.every(({ kind }) => kind === 'epoch' || kind === 'none') && new Set(candidates.map(({ step }) => step)).size >= neededEpochs;
  const needed = byEpoch ? neededEpochs : neededLines;
  if (candidates.length < needed || candidates[0].step === candidates[candidates.length - 1].step) return false;
  const counts = new Map<string, number>();
  for (const { names } of candidates) {
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const counted = candidates.filter(({ kind, values }) => kind === 'both' && values.length > 1).length >= neededLines;
  return [...counts].some(([name, count]) => count >= needed && (byEpoch ? lossName : counted ? anyName : telling).test(name));
}

const anyName = /./;
/** Of few lines only those that say what training minimises, or how good it is, tell a log. */
const lossName = /loss|acc/i;

function put({ step, time, kind, bar, position, names, values }: Candidate, state: GenericState, sink: TextSink): void {
  const isRepeated = step === state.last;
  if (bar && isRepeated && kind !== 'none') return;
  if (!isRepeated) state.atLast = [];
  state.last = step;
  learnLinePlan(position, step, state, sink);
  sink.at(step, time);
  for (let i = 0; i < names.length; i++) {
    const isKnown = state.atLast.includes(names[i]);
    if (kind === 'none' && isKnown) continue;
    sink.put(names[i], values[i]);
    if (!isKnown) state.atLast.push(names[i]);
  }
}
