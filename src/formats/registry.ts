import type { Format } from './format';
import { tensorBoard } from './tensorBoard';
import { trainerState } from './trainerState';
import { textLog } from './textLog';

/** Every format, in the order in which equally sure ones are asked. */
export const formats: readonly Format[] = [
  tensorBoard,
  trainerState,
  textLog,
];
