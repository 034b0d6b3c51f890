import { fineTuningReport } from '../analyzers/fineTuning/fineTuningReport';
import { marginalReturnReport } from '../analyzers/marginalReturn';
import { formats } from '../formats/registry';
import { pinnedPattern } from '../formats/textLogPattern';
import type { Format } from '../formats/format';
import type { Handlers } from '../model/rpc';
import type { Run } from '../model/run';
import { analyseRun } from './analyseRun';
import { anchorsOf } from './anchors';
import type { CrewApi, RunAsked, SentNews, SentRecords } from './crewApi';
import type { Files } from './files';
import type { Records } from './logReader';
import { readHere } from './logReader';
import { receivedRun } from './sentRun';
import { SharedSteps } from './sharedSteps';

/** One of the threads that work for the engine: reads what it is told to read, judges what it is given. */
export class CrewMember {
  readonly #files: Files;
  /** The runs that may be asked about again: what was worked out about them is found by the same object. */
  readonly #runs = new Map<number, Run>();
  #pattern = '';
  #formats = formats;

  constructor(files: Files) {
    this.#files = files;
  }

  readonly handlers: Handlers<CrewApi> = {
    recognise: async ({ path, pattern }) => (await readHere.recognise(this.#files.source(path), this.#formatsWith(pattern)))?.id ?? null,
    read: async ({ path, pattern, format: id, cursor }) => {
      const format = this.#formatsWith(pattern).find((one) => one.id === id);
      if (!format) throw new Error(`There is no format ${id}.`);
      const { records, provisional, ...news } = await readHere.read(format, this.#files.source(path), cursor ?? undefined, 0);
      return { ...news, records: sent(records), ...(provisional && { provisional: sent(provisional) }) };
    },
    analyse: (asked) => analyseRun(this.#run(asked), asked.settings, asked.across, asked.now),
    report: (asked) => marginalReturnReport(this.#run(asked), asked.settings) ?? null,
    forecast: ({ subject, candidates, question }) => fineTuningReport(subject, candidates, question),
    anchors: ({ run, findings }) => anchorsOf(run, findings, this.#files),
  };

  #run({ state, run: sentHere, keep }: RunAsked): Run {
    for (const known of this.#runs.keys()) if (!keep.includes(known)) this.#runs.delete(known);
    const run = this.#runs.get(state) ?? (sentHere && receivedRun(sentHere));
    if (!run) throw new Error(`State ${state} of a run was not sent.`);
    this.#runs.set(state, run);
    return run;
  }

  #formatsWith(pattern: string): readonly Format[] {
    if (pattern === this.#pattern) return this.#formats;
    this.#pattern = pattern;
    this.#formats = formatsWith(pattern);
    return this.#formats;
  }
}

/** The columns in what a member answers: nobody here needs them once they are sent, so that they need not be copied. */
export function columnsIn(message: unknown): ArrayBuffer[] {
  const news = isReply(message) ? message.value : undefined;
  const series = [...news?.records?.series ?? [], ...news?.provisional?.series ?? []];
  return [...new Set(series.flatMap(({ steps, values, times }) => [steps, values, ...(times ? [times] : [])].map(({ buffer }) => buffer as ArrayBuffer)))];
}

function isReply(message: unknown): message is { readonly value: Partial<SentNews> | null } {
  return typeof message === 'object' && message !== null && 'value' in message && typeof message.value === 'object';
}

function formatsWith(pattern: string): readonly Format[] {
  const pinned = pattern === '' ? undefined : pinnedPattern(pattern);
  return pinned && !('error' in pinned) ? [pinned, ...formats] : formats;
}

/** What is sent grows no more where it arrives whole, as most logs do. */
function sent({ series, skipped, skippedCount, facts }: Records): SentRecords {
  new SharedSteps().compact(series);
  return { skipped, skippedCount, facts, series: series.map(({ columns }) => columns) };
}
