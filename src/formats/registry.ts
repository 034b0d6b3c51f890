import { csv } from './csv';
import type { Format } from './format';
import { jsonHistory } from './jsonHistory';
import { jsonLines } from './jsonLines';
import { eigenLog } from './statistics/eigenLog';
import { plateauStatistics } from './statistics/plateauStatistics';
import { singularValues } from './statistics/singularValues';
import { weightWatcher } from './statistics/weightWatcher';
import { tensorBoard } from './tensorBoard';
import { trainerLog } from './trainerLog';
import { trainerState } from './trainerState';
import { textLog } from './textLog';

/** Every format, in the order in which equally sure ones are asked. */
export const formats: readonly Format[] = [
  tensorBoard,
  plateauStatistics,
  eigenLog,
  weightWatcher,
  singularValues,
  trainerState,
  trainerLog,
  jsonLines,
  jsonHistory,
  csv,
  textLog,
];
