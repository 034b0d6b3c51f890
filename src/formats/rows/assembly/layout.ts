/** Where things lie in the memory, in bytes. Behind the text, which may be as long as the memory that is left, one page stays unused. */
export const powersOfTen: usize = 1024;
export const powersOfFive: usize = 2048;
export const shapeAddress: usize = 8192;
export const checksumsAddress: usize = 40960;
export const shapesAddress: usize = 57344;
export const columnsAddress: usize = 65536;
export const runsAddress: usize = columnsAddress + (1 << 20);
export const textAddress: usize = runsAddress + (1 << 16);

/** Five words for each shape, as scanRows describes them. */
export const bytesOfShape: usize = 20;
/** Two words for each run. */
export const mostRuns: i32 = 1 << 13;
