/**
 * Index of an α-stable law by block sums: 1/α = (mean ln|Y| − mean ln|X|)/ln m, Y the sums of blocks of m values (Mohammadi et al. 2015;
 * Şimşekli et al., ICML 2019). It is 2 for finite variance. Meaningful for gradient coordinates that are centred and independent, in any
 * order, and not for norms, whose blocks add up to their mean. Values without a whole block and zeros are left out; NaN for fewer than
 * two blocks.
 */
export function stableIndex(centred: ArrayLike<number>, blockSize = Math.floor(Math.sqrt(centred.length))): number {
  const blocks = Math.floor(centred.length / blockSize);
  if (!(blockSize > 1 && blocks > 1)) return NaN;
  const sums = new Float64Array(blocks);
  for (let i = 0; i < blocks * blockSize; i++) sums[Math.floor(i / blockSize)] += centred[i];
  return Math.log(blockSize) / (meanLogSize(sums) - meanLogSize(Float64Array.from(centred).subarray(0, blocks * blockSize)));
}

function meanLogSize(values: Float64Array): number {
  const sizes = values.filter((value) => value !== 0);
  return sizes.reduce((sum, value) => sum + Math.log(Math.abs(value)), 0) / sizes.length;
}
