/** What may stand at a place of a line that differs from line to line: for the kernel, and for the code that tells it the shapes. */

/** A number in any form, or in any that JSON allows. */
export const number = 0;
export const json = 1;
/** Numbers without a sign: digits, digits with a point behind them, with an exponent, or in groups of three. */
export const integer = 2;
export const decimal = 3;
export const exponential = 4;
export const grouped = 5;
/** `2025-12-17 01:18:26,708`, read as milliseconds since 1970 where that was the time in Greenwich. */
export const clock = 6;
/** `2:30:03` or `30:03`, read as seconds. */
export const duration = 7;
/** A text up to the character that follows it in the shape. */
export const text = 8;
/** The same without commas and semicolons: a cell of a table. */
export const cell = 9;
/** In binary. */
export const double = 10;
export const single = 11;
export const varint = 12;
/** The end of the line. */
export const none = 13;
