export { packDoubles, packDoublesAsSingles, packSingles, packSinglesAsSingles } from './pack';
export { rankUpdate } from './rankUpdate';
export { rankUpdateInSingles } from './rankUpdateInSingles';
export { symmetricProducts } from './symmetricProduct';
export { tridiagonalWork, tridiagonalise } from './tridiagonal';
export { tridiagonalEigenvalues } from './tridiagonalEigenvalues';
export { filterTrends, sumOfLevels, sumOfSpreads, weighTrends } from './trendFilter';
export { addScaled, inner, scale } from './vectors';
