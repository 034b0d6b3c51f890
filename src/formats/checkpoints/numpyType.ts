import { numberTypes } from './numberTypes';
import type { NumberType } from './numberTypes';

/** The number type that numpy's array protocol writes as "<f4", "|b1" or ">i8", and whether its bytes are reversed. */
export function numpyType(description: string): { readonly type: NumberType; readonly bigEndian: boolean } | undefined {
  const parts = /^([<>|=]?)([fiubc])(\d{1,2})$/.exec(description);
  const type = parts && numberTypes.get(nameOf(parts[2], Number(parts[3]) * 8));
  return type ? { type, bigEndian: parts[1] === '>' && type.bits > 8 } : undefined;
}

function nameOf(kind: string, bits: number): string {
  return kind === 'b' ? (bits === 8 ? 'BOOL' : '') : `${kind.toUpperCase()}${bits}`;
}
