/** Powers that roundDecimal reads: 10^0 to 10^22 as doubles, and the upper 128 bits of 5^−80 to 5^60. */
export function storePowers(memory: ArrayBuffer, ten: number, five: number): void {
  new Float64Array(memory, ten, 23).set(Array.from({ length: 23 }, (_, power) => Number(`1e${power}`)));
  const entries = new BigUint64Array(memory, five, 2 * (largest - smallest + 1));
  for (let power = smallest; power <= largest; power++) {
    const bits = power < 0 ? reciprocal(5n ** BigInt(-power), power) : leading(5n ** BigInt(power));
    entries.set([bits & lowerHalf, bits >> 64n], 2 * (power - smallest));
  }
}

const [smallest, largest] = [-80, 60];
const lowerHalf = (1n << 64n) - 1n;

/** The number shifted so that its leading bit is the 128th, what does not fit cut off. */
function leading(value: bigint): bigint {
  const length = BigInt(value.toString(2).length);
  return length <= 128n ? value << (128n - length) : value >> (length - 128n);
}

/** The reciprocal of a power of five, rounded up as the proof of correctness wants it. */
function reciprocal(value: bigint, power: number): bigint {
  const length = BigInt(value.toString(2).length);
  return power >= -27 ? (1n << (length + 127n)) / value + 1n : leading((1n << (2n * length + 128n)) / value + 1n);
}
