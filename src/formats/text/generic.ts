import { readGenericLine, telling, type GenericLine } from './genericLine';
import type { TextPreset, TextSink } from './preset';
import { wallTime } from './wallTime';

/**
 * Lines of unknown origin that name a step and at least one value. Nothing is taken before five such lines with
 * non-decreasing steps share the name of a quantity that training logs have: prose and listings must not become runs.
 */
export const generic: TextPreset<GenericState> = {
  id: 'generic',
  label: 'training log',
  signature: /(?!)/,
  weak: true,
  settled: (state) => state.taken >= enough,
  start: () => ({ taken: 0, confirmed: false, candidates: [], offset: 0, raw: -1, epoch: -1, fine: false, of: 0 }),
  parse(line, state, sink) {
    if (line.length > longestLine) return;
    const record = readRecord(line, state);
    if (!record) return;
    state.taken++;
    if (state.confirmed) return put(record, sink);
    addCandidate(record, state);
    if (!isConfirmed(state.candidates)) return;
    state.confirmed = true;
    for (const candidate of state.candidates) put(candidate, sink);
    state.candidates = [];
  },
};

export interface GenericState {
  /** Lines that held a step and a value. */
  taken: number;
  confirmed: boolean;
  candidates: GenericRecord[];
  /** Steps before the present epoch, where a log counts from the start in each. */
  offset: number;
  raw: number;
  epoch: number;
  /** Lines with a step finer than the epoch were seen. */
  fine: boolean;
  /** Steps of one epoch, where the log says so. */
  of: number;
}

interface GenericRecord {
  readonly step: number;
  readonly time: number;
  readonly values: readonly (readonly [string, number])[];
}

const longestLine = 1000;
const neededLines = 5;
/** After so many lines no preset takes over any more, and none is looked for. */
const enough = 1000;

function readRecord(line: string, state: GenericState): GenericRecord | undefined {
  const read = readGenericLine(line);
  return read && { step: stepOf(read, state), time: wallTime(line), values: read.values };
}

/** A step that starts again with each epoch goes on from where the last epoch ended. */
function stepOf({ epoch, fine: raw, of }: GenericLine, state: GenericState): number {
  if (raw === undefined) return state.fine ? state.offset + Math.max(state.raw, 0) : epoch ?? 0;
  if (epoch !== undefined && state.epoch >= 0 && epoch > state.epoch && raw <= state.raw) {
    state.offset += state.of > 0 ? state.of * (epoch - state.epoch) : state.raw;
  }
  Object.assign(state, { raw, fine: true, epoch: epoch ?? state.epoch, of: of ?? state.of });
  return state.offset + raw;
}

function addCandidate(record: GenericRecord, state: GenericState): void {
  const last = state.candidates.at(-1);
  if (last && record.step < last.step) state.candidates = [];
  state.candidates.push(record);
  if (state.candidates.length > mostCandidates) state.candidates.shift();
}

const mostCandidates = 20;

function isConfirmed(candidates: readonly GenericRecord[]): boolean {
  if (candidates.length < neededLines || candidates[0].step === candidates[candidates.length - 1].step) return false;
  const counts = new Map<string, number>();
  for (const { values } of candidates) {
    for (const name of new Set(values.map(([each]) => each))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].some(([name, count]) => count >= neededLines && telling.test(name));
}

function put({ step, time, values }: GenericRecord, sink: TextSink): void {
  sink.at(step, time);
  for (const [name, value] of values) sink.put(name, value);
}
