/** What may stand at a place of a line that differs from line to line: for the kernel, and for the code that tells it the shapes. */

/** A number in any form. */
export const number = 0;
/** Numbers without a sign: digits, digits with a point behind them, with an exponent, or in groups of three. */
export const integer = 1;
export const decimal = 2;
export const exponential = 3;
export const grouped = 4;
/** `2025-12-17 01:18:26,708`, read as milliseconds since 1970 where that was the time in Greenwich. */
export const clock = 5;
/** `2:30:03` or `30:03`, read as seconds. */
export const duration = 6;
/** A text up to the character that follows it in the shape. */
export const text = 7;
/** The same without commas and semicolons: a cell of a table. */
export const cell = 8;
/** In binary. */
export const double = 9;
export const single = 10;
export const varint = 11;
/** The end of the line. */
export const none = 12;
