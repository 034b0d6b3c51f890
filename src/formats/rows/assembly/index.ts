export { checksumsAddress, columnsAddress, powersOfFive, powersOfTen, runsAddress, shapeAddress, shapesAddress, textAddress } from './layout';
export { scanFrames } from './scanFrames';
export { behind, runs, scanRows } from './scanRows';
