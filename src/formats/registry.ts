import type { Format } from './format';
import { textLog } from './textLog';

/** Every format, in the order in which equally sure ones are asked. */
export const formats: readonly Format[] = [
  textLog,
];
