import type { Failure } from '../failure';
import { Malformed } from '../malformed';
import { opcodes } from './opcodes';
import { PickleBytes, PickleCutOff } from './pickleBytes';
import type { PersistentLoad } from './pickleMachine';
import { damaged, PickleMachine } from './pickleMachine';
import type { PickleValue } from './pickleValue';

export interface Unpickled {
  readonly value: PickleValue;
  /** Module and name of what it asks to call beyond the known constructors. */
  readonly foreign: ReadonlySet<string>;
  /** Where the pickle ends in the bytes. */
  readonly end: number;
}

/** A pickle that cannot be read; `cutOff` when it goes on beyond the bytes. */
export interface UnpickleFailure extends Failure {
  readonly cutOff: boolean;
}

/** Pickles beyond this size are refused. */
export const largestPickle = 64 * 2 ** 20;

/**
 * Reads one pickle, from `start` to its STOP. Nothing is executed, whatever it asks for. Work and memory are in
 * proportion to its bytes, and it does not recurse, however deep its values are.
 */
export function unpickle(bytes: Uint8Array, persistentLoad: PersistentLoad = (identifier) => identifier, start = 0): Unpickled | UnpickleFailure {
  const machine = new PickleMachine(new PickleBytes(bytes, start), persistentLoad);
  try {
    return run(machine);
  } catch (error) {
    if (error instanceof Malformed) return { error: error.message, cutOff: error instanceof PickleCutOff };
    throw error;
  }
}

function run(machine: PickleMachine): Unpickled {
  for (;;) {
    const byte = machine.bytes.uint8();
    if (byte === stop) return { value: machine.pop(), foreign: machine.foreign, end: machine.bytes.at };
    const opcode = opcodes[byte];
    if (!opcode) throw damaged();
    opcode(machine);
  }
}

const stop = 0x2e;
