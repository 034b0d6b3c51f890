export { packDoubles, packSingles } from './pack';
export { rankUpdate } from './rankUpdate';
export { tridiagonalWork, tridiagonalise } from './tridiagonal';
export { tridiagonalEigenvalues } from './tridiagonalEigenvalues';
