export { checksumsAddress, columnsAddress, powersOfFive, powersOfTen, shapeAddress, shapesAddress, textAddress } from './layout';
export { scanFrames } from './scanFrames';
export { behind, scanRows } from './scanRows';
