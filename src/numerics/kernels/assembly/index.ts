export { largestSingle } from './largest';
export { packDoubles, packDoublesAsSingles, packSingles, packSinglesAsSingles } from './pack';
export { rankUpdate, rankUpdateInSingles } from './rankUpdate';
export { symmetricProducts } from './symmetricProduct';
export { tridiagonalWork, tridiagonalise } from './tridiagonal';
export { tridiagonalEigenvalues } from './tridiagonalEigenvalues';
export { filterTrends, weighTrends } from './trendFilter';
export { gatherTrends, mixTrends } from './trendMixing';
export { addScaled, inner, scale } from './vectors';
