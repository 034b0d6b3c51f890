import type { Finding } from '../model/finding';
import type { ForecastReport } from '../model/forecastReport';
import type { MarginalReturnReport } from '../model/report';
import type { Argument, Port, Reply } from '../model/rpc';
import { Rpc } from '../model/rpc';
import type { Run } from '../model/run';
import { Series } from '../model/series';
import type { Settings } from '../model/settings';
import type { Analysis } from './analyseRun';
import type { CrewApi, ForecastAsked, Placed, RunAsked, SentRecords } from './crewApi';
import type { LogReader, Records } from './logReader';
import { readHere } from './logReader';
import type { FindingAnchor } from './protocol';
import { sentRun } from './sentRun';

/** A thread that serves `CrewApi`. */
export interface CrewThread {
  readonly port: Port;
  /** Resolves with the reason when it has ended without being told to. */
  readonly ended: Promise<string>;
  end(): void;
}

/**
 * A few threads for whatever takes long, so that the engine answers meanwhile: they read files, judge runs and work
 * out reports. They are started when there is work for them, and end when there is none for a while. What was asked
 * of a thread that dies is rejected, and another takes its place.
 */
export class Crew {
  readonly #start: () => CrewThread;
  readonly #size: number;
  readonly #members = new Set<Member>();
  readonly #waiting: Task[] = [];

  /** At most `size` threads. */
  constructor(start: () => CrewThread, size: number) {
    this.#start = start;
    this.#size = size;
  }

  /** How many can work at once. */
  get size(): number {
    return this.#size;
  }

  /** Reads long stretches in the crew and short ones here. `pattern` is the person's own for text logs, or ''. */
  reader(pattern: string): LogReader {
    return {
      recognise: async (source, formats) => {
        const id = await this.#ask('reading', 'recognise', () => ({ path: source.path, pattern }));
        return formats.find((format) => format.id === id);
      },
      read: async (format, source, cursor, left) => {
        if (left <= shortStretch) return readHere.read(format, source, cursor, left);
        const { records, provisional, ...news } = await this.#ask('reading', 'read', () => ({ path: source.path, pattern, format: format.id, cursor }));
        return { ...news, records: received(records), ...(provisional && { provisional: received(provisional) }) };
      },
    };
  }

  analyse(run: Run, settings: Settings, across: readonly Finding[], now: number): Promise<Analysis> {
    return this.#ask('judging', 'analyse', (member) => ({ ...member.asked(run, settings), across, now }), run);
  }

  /** A person waits for it: it comes before everything else. */
  report(run: Run, settings: Settings): Promise<MarginalReturnReport | null> {
    return this.#ask('answering', 'report', (member) => member.asked(run, settings), run);
  }

  forecast(asked: ForecastAsked): Promise<ForecastReport> {
    return this.#ask('answering', 'forecast', () => asked);
  }

  anchors({ name, sources, configs }: Placed, findings: readonly Finding[]): Promise<readonly FindingAnchor[]> {
    return this.#ask('judging', 'anchors', () => ({ run: { name, sources, configs }, findings }));
  }

  /** Ends every thread. */
  end(): void {
    for (const member of this.#members) member.end();
    this.#members.clear();
    for (const { reject } of this.#waiting.splice(0)) reject(new Error('The engine was closed.'));
  }

  #ask<M extends keyof CrewApi & string>(kind: TaskKind, method: M, argument: (member: Member) => Argument<CrewApi, M>, run?: Run): Promise<Reply<CrewApi, M>> {
    return new Promise((resolve, reject) => {
      const give = async (member: Member) => { resolve(await member.call(method, argument(member))); };
      const task: Task = { kind, run, reject, give: (member) => give(member).catch(reject) };
      const behind = this.#waiting.findIndex((other) => kinds.indexOf(other.kind) > kinds.indexOf(kind));
      this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, task);
      this.#assign();
    });
  }

  #assign(): void {
    for (let task = this.#waiting[0]; task !== undefined; task = this.#waiting[0]) {
      const member = this.#memberFor(task);
      if (!member) return;
      this.#waiting.shift();
      void member.take(task).then(() => { this.#assign(); });
    }
  }

  /** One that knows the run already, one without work, a new one, or one that is about to be done reading. */
  #memberFor({ kind, run }: Task): Member | undefined {
    const idle = [...this.#members].filter(({ tasks }) => tasks === 0);
    const known = run && idle.find((member) => member.holds(run));
    if (known ?? idle[0]) return known ?? idle[0];
    if (this.#members.size < this.#size) return this.#enlist();
    return kind === 'reading' ? [...this.#members].find(({ tasks, reads }) => tasks === reads && reads < readsAhead) : undefined;
  }

  #enlist(): Member {
    const member = new Member(this.#start(), (gone) => this.#members.delete(gone));
    this.#members.add(member);
    return member;
  }
}

const kinds = ['answering', 'reading', 'judging'] as const;
type TaskKind = (typeof kinds)[number];

interface Task {
  readonly kind: TaskKind;
  readonly run: Run | undefined;
  give(member: Member): Promise<void>;
  reject(error: Error): void;
}

/** A stretch of so many bytes is read faster than it is asked for. */
const shortStretch = 1 << 16;
/** Short tasks: the next is handed over before the last one's result has been taken. */
const readsAhead = 3;
const runsHeld = 2;
const idleFor = 60_000;

/** The engine's end of one thread. */
class Member {
  tasks = 0;
  /** How many of them only read. */
  reads = 0;
  readonly #thread: CrewThread;
  readonly #rpc: Rpc<CrewApi, Record<string, never>>;
  readonly #gone: (member: Member) => void;
  /** The runs that the thread keeps, the last one first. */
  #held: readonly Run[] = [];
  #leave: ReturnType<typeof setTimeout> | undefined;
  #death: string | undefined;

  constructor(thread: CrewThread, gone: (member: Member) => void) {
    this.#thread = thread;
    this.#rpc = new Rpc(thread.port, {});
    this.#gone = gone;
    void thread.ended.then((reason) => {
      this.#death = reason;
      gone(this);
      this.#rpc.dispose();
    });
  }

  holds(run: Run): boolean {
    return this.#held.includes(run);
  }

  /** The request about a run: with its contents only when the thread does not have them. */
  asked(run: Run, settings: Settings): RunAsked {
    const known = this.holds(run);
    this.#held = [run, ...this.#held.filter((other) => other !== run)].slice(0, runsHeld);
    return { state: stateOf(run), run: known ? null : sentRun(run), keep: this.#held.map(stateOf), settings };
  }

  async call<M extends keyof CrewApi & string>(method: M, argument: Argument<CrewApi, M>): Promise<Reply<CrewApi, M>> {
    try {
      return await this.#rpc.call(method, argument);
    } catch (error) {
      throw this.#death === undefined ? error : new Error(`A thread of the engine ended unexpectedly (${this.#death}).`);
    }
  }

  async take(task: Task): Promise<void> {
    clearTimeout(this.#leave);
    const read = task.kind === 'reading' ? 1 : 0;
    this.tasks++;
    this.reads += read;
    await task.give(this);
    this.tasks--;
    this.reads -= read;
    if (this.tasks > 0) return;
    clearTimeout(this.#leave);
    this.#leave = setTimeout(() => this.end(), idleFor);
  }

  end(): void {
    clearTimeout(this.#leave);
    this.#gone(this);
    this.#rpc.dispose();
    this.#thread.end();
  }
}

const states = new WeakMap<Run, number>();
let lastState = 0;

/** A run is never changed, only replaced: each object is a state of its own. */
function stateOf(run: Run): number {
  const known = states.get(run) ?? ++lastState;
  states.set(run, known);
  return known;
}

function received(sent: SentRecords): Records {
  return { ...sent, series: sent.series.map((columns) => Series.of(columns)) };
}
