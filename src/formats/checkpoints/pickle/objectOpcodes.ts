import { buildArray } from './numpyConstructors';
import { damaged } from './pickleMachine';
import type { Opcode, PickleMachine } from './pickleMachine';
import { Opaque, PickledArray, PickleGlobal } from './pickleValue';
import type { PickleValue } from './pickleValue';

/** Names, calls, attributes and what stands outside the pickle. */
export const objectOpcodes: Readonly<Record<number, Opcode>> = {
  0x80: (machine) => void machine.bytes.uint8(), // PROTO
  0x95: (machine) => void machine.bytes.uint64(), // FRAME
  0x63: (machine) => pushGlobal(machine, machine.bytes.line(), machine.bytes.line()), // GLOBAL
  0x93: stackGlobal,
  0x52: reduce,
  0x81: reduce, // NEWOBJ
  0x92: newObjectWithNames,
  0x6f: objectOfMark,
  0x69: instance,
  0x62: build,
  0x50: (machine) => machine.push(machine.persistentLoad(machine.bytes.line())), // PERSID
  0x51: (machine) => machine.push(machine.persistentLoad(machine.pop())), // BINPERSID
  0x82: (machine) => pushExtension(machine, machine.bytes.uint8()), // EXT1
  0x83: (machine) => pushExtension(machine, machine.bytes.uint16()), // EXT2
  0x84: (machine) => pushExtension(machine, machine.bytes.int32()), // EXT4
};

function pushGlobal(machine: PickleMachine, module: string, name: string): void {
  machine.push(new PickleGlobal(module, name), costOfGlobal);
}

/** A code of Python's extension registry, which differs from program to program. */
function pushExtension(machine: PickleMachine, code: number): void {
  pushGlobal(machine, 'copyreg', `extension ${code}`);
}

function stackGlobal(machine: PickleMachine): void {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string') throw damaged();
  pushGlobal(machine, module, name);
}

function reduce(machine: PickleMachine): void {
  const args = machine.pop();
  machine.push(machine.make(machine.pop(), args));
}

function newObjectWithNames(machine: PickleMachine): void {
  machine.pop();
  reduce(machine);
}

function objectOfMark(machine: PickleMachine): void {
  const [type, ...args] = machine.popMark();
  if (type === undefined) throw damaged();
  machine.push(machine.make(type, args));
}

function instance(machine: PickleMachine): void {
  const type = new PickleGlobal(machine.bytes.line(), machine.bytes.line());
  machine.push(machine.make(type, machine.popMark()));
}

/** Attributes of dicts and tensors (a state_dict's _metadata) hold nothing that is needed here. */
function build(machine: PickleMachine): void {
  const state = machine.pop();
  const object: PickleValue = machine.top();
  if (object instanceof Opaque) object.state = state;
  if (object instanceof PickledArray) buildArray(object, state);
}

const costOfGlobal = 100;
