import { Malformed } from '../malformed';
import { construct, isConstructor } from './constructors';
import type { PickleBytes } from './pickleBytes';
import { PickleMemo } from './pickleMemo';
import { Opaque, PickleGlobal } from './pickleValue';
import type { PickleValue } from './pickleValue';

/** Turns the identifier of something outside the pickle into a value. */
export type PersistentLoad = (identifier: PickleValue) => PickleValue;

/** What one byte of a pickle asks for. */
export type Opcode = (machine: PickleMachine) => void;

/**
 * Stack, marks and memo of the pickle machine. It builds data and never calls anything: what a pickle wants called is
 * looked up in a closed list of constructors, and stays an Opaque when it is not there. What it keeps is charged
 * against a budget, so that a small file cannot fill the memory.
 */
export class PickleMachine {
  readonly bytes: PickleBytes;
  readonly persistentLoad: PersistentLoad;
  readonly #memo = new PickleMemo();
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #foreign = new Set<string>();
  #spent = 0;

  constructor(bytes: PickleBytes, persistentLoad: PersistentLoad) {
    this.bytes = bytes;
    this.persistentLoad = persistentLoad;
  }

  push(value: PickleValue, cost = 0): void {
    if (cost > 0) this.charge(cost);
    if (this.#stack.length >= largestStack) throw tooLarge();
    this.#stack.push(value);
  }

  pop(): PickleValue {
    this.#needsValue();
    return this.#stack.pop() as PickleValue;
  }

  top(): PickleValue {
    this.#needsValue();
    return this.#stack[this.#stack.length - 1];
  }

  mark(): void {
    if (this.#marks.length >= largestStack) throw tooLarge();
    this.#marks.push(this.#stack.length);
  }

  /** Everything above the last mark, which is taken away. */
  popMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged();
    return this.#stack.splice(mark);
  }

  /** POP takes a mark away where nothing stands above it. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  /** The topmost values, which are taken away. */
  popSeveral(count: number): PickleValue[] {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0)) throw damaged();
    return this.#stack.splice(-count);
  }

  /** Remembers the topmost value, under the next index where none is given. */
  memoise(index = this.#memo.size): void {
    this.charge(this.#memo.set(index, this.top()));
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw damaged();
    this.push(value);
  }

  /** What a call of a class or function would give, as far as it is known. */
  make(callee: PickleValue, args: PickleValue): PickleValue {
    this.charge(costOfObject);
    return this.#construct(callee, args) ?? new Opaque(callee, args);
  }

  /** Module and name of what it was asked to call and does not know; at most the first hundred. */
  get foreign(): ReadonlySet<string> {
    return this.#foreign;
  }

  /** Puts a price on what is kept. */
  charge(bytes: number): void {
    this.#spent += bytes;
    if (this.#spent > budget) throw tooLarge();
  }

  #construct(callee: PickleValue, args: PickleValue): PickleValue | undefined {
    if (!(callee instanceof PickleGlobal)) return undefined;
    if (!isConstructor(callee) && this.#foreign.size < mostForeign) this.#foreign.add(callee.path);
    if (!Array.isArray(args) || !isConstructor(callee)) return undefined;
    // Constructors copy what they are given.
    for (const arg of args) this.charge(costOfCopy(arg));
    return construct(callee, args);
  }

  #needsValue(): void {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw damaged();
  }
}

export function damaged(): Malformed {
  return new Malformed('Its pickle is damaged; copy or save the file again.');
}

function tooLarge(): Malformed {
  return new Malformed(`Its pickle holds more objects than Plateau reads (about ${budget / 2 ** 20} MB of them); save the weights without them.`);
}

function costOfCopy(value: PickleValue): number {
  if (typeof value === 'string' || Array.isArray(value)) return 8 * value.length;
  return value instanceof Map || value instanceof Set ? costOfPair * value.size : 0;
}

const mostForeign = 100;
const budget = 384 * 2 ** 20;
/** Values that stand on the stack at the same time; Python writes containers by a thousand items. */
const largestStack = 2 ** 22;
/** Bytes that V8 takes, as measured; a dict has room for its first items. */
const costOfObject = 60;
export const costOfList = 50;
export const costOfDict = 190;
export const costOfPair = 64;
export const costOfItem = 8;
