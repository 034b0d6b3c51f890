import { damaged } from './pickleMachine';
import type { Opcode, PickleMachine } from './pickleMachine';

/** NONE, INT, LONG, FLOAT, strings and bytes: what is pushed as it stands. */
export const scalarOpcodes: Readonly<Record<number, Opcode>> = {
  0x4e: (machine) => machine.push(null),
  0x88: (machine) => machine.push(true),
  0x89: (machine) => machine.push(false),
  0x49: (machine) => machine.push(textInteger(machine.bytes.line())), // INT
  0x4c: (machine) => machine.push(longText(machine.bytes.line())), // LONG
  0x46: (machine) => machine.push(textFloat(machine.bytes.line())), // FLOAT
  0x4a: (machine) => machine.push(machine.bytes.int32()), // BININT
  0x4b: (machine) => machine.push(machine.bytes.uint8()), // BININT1
  0x4d: (machine) => machine.push(machine.bytes.uint16()), // BININT2
  0x47: (machine) => machine.push(machine.bytes.double(), costOfDouble), // BINFLOAT
  0x8a: (machine) => machine.push(integer(machine.bytes.take(machine.bytes.uint8()))), // LONG1
  0x8b: (machine) => machine.push(integer(machine.bytes.take(machine.bytes.uint32()))), // LONG4
  0x53: (machine) => pushText(machine, unquoted(machine.bytes.latin1Line())), // STRING
  0x56: (machine) => pushText(machine, unescaped(machine.bytes.latin1Line())), // UNICODE
  0x54: (machine) => pushText(machine, machine.bytes.latin1(machine.bytes.uint32())), // BINSTRING
  0x55: (machine) => pushText(machine, machine.bytes.latin1(machine.bytes.uint8())), // SHORT_BINSTRING
  0x58: (machine) => pushText(machine, machine.bytes.utf8(machine.bytes.uint32())), // BINUNICODE
  0x8c: (machine) => pushText(machine, machine.bytes.utf8(machine.bytes.uint8())), // SHORT_BINUNICODE
  0x8d: (machine) => pushText(machine, machine.bytes.utf8(machine.bytes.uint64())), // BINUNICODE8
  0x42: (machine) => pushBytes(machine, machine.bytes.uint32()), // BINBYTES
  0x43: (machine) => pushBytes(machine, machine.bytes.uint8()), // SHORT_BINBYTES
  0x8e: (machine) => pushBytes(machine, machine.bytes.uint64()), // BINBYTES8
  0x96: (machine) => pushBytes(machine, machine.bytes.uint64()), // BYTEARRAY8
};

function pushText(machine: PickleMachine, text: string): void {
  machine.push(text, costOfText + 2 * text.length);
}

function pushBytes(machine: PickleMachine, length: number): void {
  machine.push(machine.bytes.take(length), costOfView);
}

/** Python writes booleans of protocol 0 as the integers 00 and 01. */
function textInteger(text: string): number | bigint | boolean {
  if (text === '00' || text === '01') return text === '01';
  return longText(text);
}

function longText(text: string): number | bigint {
  const digits = text.trim().replace(/L$/, '');
  if (!/^[-+]?\d+$/.test(digits) || digits.length > longestInteger) throw damaged();
  return shortened(BigInt(digits.replace(/^\+/, '')));
}

function textFloat(text: string): number {
  const named: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
  const value = Object.hasOwn(named, text) ? named[text] : Number(text || 'x');
  if (Number.isNaN(value) && text !== 'nan') throw damaged();
  return value;
}

/** Two's complement, little-endian, of any length. */
function integer(bytes: Uint8Array): number | bigint {
  if (bytes.length > longestInteger) throw damaged();
  if (bytes.length === 0) return 0;
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at]);
  return shortened(BigInt.asIntN(8 * bytes.length, value));
}

function shortened(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A Python literal in quotes, as repr writes it. */
function unquoted(text: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(text.trim());
  if (!quoted) throw damaged();
  return quoted[2].replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, digits: string | undefined, escaped: string) =>
    (digits ? String.fromCharCode(parseInt(digits, 16)) : ({ n: '\n', r: '\r', t: '\t' }[escaped] ?? escaped)));
}

/** Python's raw-unicode-escape. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U00([0-9a-fA-F]{6})/g, (whole, short: string | undefined, long: string) => {
    const code = parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Digits or bytes of the longest integer that is read; conversion takes time with their square. */
const longestInteger = 4096;
const costOfView = 100;
const costOfText = 24;
const costOfDouble = 18;
