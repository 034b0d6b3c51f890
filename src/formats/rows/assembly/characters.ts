export const comma: u8 = 44;
export const plus: u8 = 43;
export const minus: u8 = 45;
export const point: u8 = 46;
export const slash: u8 = 47;
export const colon: u8 = 58;
export const semicolon: u8 = 59;
export const space: u8 = 32;
export const quote: u8 = 34;
export const backslash: u8 = 92;
export const letterT: u8 = 84;
export const letterE: u8 = 101;

/** The digit at an address; more than 9 where none is. */
export function digitAt(at: usize): u32 {
  return <u32>load<u8>(at) - 48;
}
