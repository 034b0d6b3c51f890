import { costOfDict, costOfItem, costOfList, costOfPair, damaged } from './pickleMachine';
import type { Opcode, PickleMachine } from './pickleMachine';
import { Opaque } from './pickleValue';
import type { PickleValue } from './pickleValue';

/** Marks, memo, tuples, lists, dicts and sets. */
export const containerOpcodes: Readonly<Record<number, Opcode>> = {
  0x28: (machine) => machine.mark(), // MARK
  0x30: (machine) => machine.drop(), // POP
  0x31: (machine) => void machine.popMark(), // POP_MARK
  0x32: (machine) => machine.push(machine.top()), // DUP
  0x67: (machine) => machine.recall(index(machine.bytes.line())), // GET
  0x68: (machine) => machine.recall(machine.bytes.uint8()), // BINGET
  0x6a: (machine) => machine.recall(machine.bytes.uint32()), // LONG_BINGET
  0x70: (machine) => machine.memoise(index(machine.bytes.line())), // PUT
  0x71: (machine) => machine.memoise(machine.bytes.uint8()), // BINPUT
  0x72: (machine) => machine.memoise(machine.bytes.uint32()), // LONG_BINPUT
  0x94: (machine) => machine.memoise(), // MEMOIZE
  0x29: (machine) => machine.push([], costOfList), // EMPTY_TUPLE
  0x5d: (machine) => machine.push([], costOfList), // EMPTY_LIST
  0x7d: (machine) => machine.push(new Map(), costOfDict), // EMPTY_DICT
  0x8f: (machine) => machine.push(new Set(), costOfDict), // EMPTY_SET
  0x74: (machine) => pushItems(machine, machine.popMark()), // TUPLE
  0x6c: (machine) => pushItems(machine, machine.popMark()), // LIST
  0x85: (machine) => pushTuple(machine, 1),
  0x86: (machine) => pushTuple(machine, 2),
  0x87: (machine) => pushTuple(machine, 3),
  0x64: (machine) => machine.push(setItems(machine, new Map(), machine.popMark()), costOfDict), // DICT
  0x91: (machine) => pushFrozenSet(machine, machine.popMark()), // FROZENSET
  0x61: (machine) => append(machine, [machine.pop()]), // APPEND
  0x65: (machine) => append(machine, machine.popMark()), // APPENDS
  0x73: setItem,
  0x75: setItemsOfTop,
  0x90: (machine) => addItems(machine, machine.popMark()), // ADDITEMS
};

function pushTuple(machine: PickleMachine, length: number): void {
  machine.push(machine.popSeveral(length), costOfList);
}

function pushItems(machine: PickleMachine, items: PickleValue[]): void {
  machine.push(items, costOfList + costOfItem * items.length);
}

function pushFrozenSet(machine: PickleMachine, values: readonly PickleValue[]): void {
  machine.push(new Set(values), costOfDict + costOfPair * values.length);
}

function append(machine: PickleMachine, values: readonly PickleValue[]): void {
  const list = machine.top();
  const items = list instanceof Opaque ? (list.items ??= []) : list;
  if (!Array.isArray(items)) throw damaged();
  machine.charge(costOfItem * values.length);
  for (const value of values) items.push(value);
}

function setItem(machine: PickleMachine): void {
  const value = machine.pop();
  const key = machine.pop();
  setItems(machine, dictOf(machine.top()), [key, value]);
}

function setItemsOfTop(machine: PickleMachine): void {
  const pairs = machine.popMark();
  setItems(machine, dictOf(machine.top()), pairs);
}

function setItems(machine: PickleMachine, dict: Map<PickleValue, PickleValue>, pairs: readonly PickleValue[]): Map<PickleValue, PickleValue> {
  if (pairs.length % 2) throw damaged();
  machine.charge((costOfPair * pairs.length) / 2);
  for (let i = 0; i < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1]);
  return dict;
}

function addItems(machine: PickleMachine, values: readonly PickleValue[]): void {
  const set = machine.top();
  if (!(set instanceof Set)) throw damaged();
  machine.charge(costOfPair * values.length);
  for (const value of values) set.add(value);
}

function dictOf(value: PickleValue): Map<PickleValue, PickleValue> {
  if (value instanceof Map) return value;
  if (value instanceof Opaque) return (value.entries ??= new Map());
  throw damaged();
}

function index(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw damaged();
  return Number(text);
}
