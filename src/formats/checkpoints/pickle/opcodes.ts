import { containerOpcodes } from './containerOpcodes';
import { objectOpcodes } from './objectOpcodes';
import type { Opcode } from './pickleMachine';
import { scalarOpcodes } from './scalarOpcodes';

/** Every opcode of the protocols 0 to 5 but STOP, by its byte (Python's Lib/pickletools.py). */
export const opcodes: readonly (Opcode | undefined)[] = byByte({ ...scalarOpcodes, ...containerOpcodes, ...objectOpcodes });

function byByte(named: Readonly<Record<number, Opcode>>): readonly (Opcode | undefined)[] {
  return Array.from({ length: 256 }, (_, byte) => named[byte]);
}
