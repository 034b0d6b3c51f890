import type { Files } from '../engine/files';
import type { KernelPool } from '../engine/kernelPool';
import type { Settings } from '../model/settings';
import { escapedControls } from '../model/withoutControls';

/** One command of the terminal. To add one: write one file in `commands` and a line in the registry. */
export interface Command {
  readonly name: string;
  /** What stands behind the name in the list of commands: "PATH… what was found". */
  readonly usage: string;
  readonly options: Readonly<Record<string, Option>>;
  /** A sentence that says which word is missing, before anything is read. */
  problemOf?(invocation: Invocation): string | undefined;
  run(invocation: Invocation, around: Surroundings): Promise<Outcome>;
}

export interface Option {
  /** Name of the value behind it, in capitals; absent for an option that stands alone. */
  readonly value?: string;
  readonly help: string;
}

/** What the words on the command line ask for. */
export interface Invocation {
  /** Absolute, with '/' between their segments. */
  readonly paths: readonly string[];
  /** By name without the dashes; an option that stands alone has the value ''. */
  readonly options: ReadonlyMap<string, string>;
  readonly settings: Settings;
}

/** What a command needs of the machine. */
export interface Surroundings {
  readonly files: Files;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Rejects with the machine's error where something stands at the path and may not be read. */
  demandReadable(path: string): Promise<void>;
  /** Threads for numerical work, started at first use. */
  pool(): KernelPool;
  /** Writes a file that the person named. */
  write(path: string, data: string): Promise<void>;
}

/** What a command prints and its exit status: 0 all is well, 2 something says stop, 1 it could not run. */
export interface Outcome {
  readonly text: string;
  readonly status: 0 | 1 | 2;
  /** Said beside the result, where it does not get into a pipe. */
  readonly remark?: string;
}

export const jsonOption: Option = { help: 'machine-readable' };

/** A command that could not run, and why. */
export function failed(sentence: string): Outcome {
  return { text: sentence, status: 1 };
}

/** Machine-readable output; what JSON cannot write (NaN, infinities) becomes null, what a terminal would obey is escaped. */
export function toJson(value: unknown): string {
  return escapedControls(JSON.stringify(value, (_, one: unknown) => (ArrayBuffer.isView(one) ? [...(one as Float64Array)] : one), 1));
}
