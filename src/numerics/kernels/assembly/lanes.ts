/** Bytes of one column of a strip of packed rows, three vectors: six rows of doubles or twelve of singles. */
export const stepBytes: usize = 48;

/** a·b + c on two doubles or four singles: fused where the module is compiled for relaxed SIMD, else rounded twice. */
export function multiplyAdd<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(v128.mul<T>(a, b), c);
}

/** Sum of the two doubles of a vector. */
export function sumOfLanes(vector: v128): f64 {
  return f64x2.extract_lane(vector, 0) + f64x2.extract_lane(vector, 1);
}
