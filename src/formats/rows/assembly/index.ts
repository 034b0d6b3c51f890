export { columnsAddress, powersOfFive, powersOfTen, shapeAddress, textAddress } from './layout';
export { behind, scanRows } from './scanRows';
