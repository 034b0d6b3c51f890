import { scaledZeta } from './hurwitzZeta';

/**
 * ln of the generalised exponential integral E_s(z) = ∫ from 1 to ∞ of e^(−z·t)·t^(−s) dt; s ≥ 0, z > 0 (or z = 0 with s > 1).
 * By series below z = 1, by continued fraction above (DLMF 8.19).
 */
export function logExponentialIntegral(s: number, z: number): number {
  if (z === 0) return s > 1 ? -Math.log(s - 1) : Infinity;
  return z < 1 ? Math.log(nearZero(s, z)) : Math.log(fraction(s, z)) - z;
}

function nearZero(s: number, z: number): number {
  if (s < 1.5) return series(s, z);
  const steps = Math.round(s - 1);
  let value = series(s - steps, z);
  for (let order = s - steps; order < s - 0.5; order++) value = (Math.exp(-z) - z * value) / order;
  return value;
}

/** For s in [0, 1.5): Γ(1−s)·z^(s−1) − Σ (−z)^k/(k!·(1−s+k)), of which the parts that are singular at s = 1 are taken together. */
function series(s: number, z: number): number {
  const gap = 1 - s;
  let value = gap === 0 ? -eulerGamma - Math.log(z) : Math.expm1(logGammaOnePlus(gap) - gap * Math.log(z)) / gap;
  let term = 1;
  for (let k = 1; k < 60 && Math.abs(term) > 1e-18; k++) {
    term *= -z / k;
    value -= term / (gap + k);
  }
  return value;
}

/** ln Γ(1 + x) for x in (−0.5, 1] (DLMF 5.7.3, with the first term of the zeta functions summed). */
function logGammaOnePlus(x: number): number {
  if (x > 0.5) return Math.log(x) + logGammaOnePlus(x - 1);
  let sum = -Math.log1p(x) + x * (1 - eulerGamma);
  let power = -x;
  for (const [j, coefficient] of zetaLessOne.entries()) {
    power *= -x;
    sum += (coefficient * power) / (j + 2);
  }
  return sum;
}

const eulerGamma = 0.5772156649015329;
/** ζ(k) − 1 for k = 2, 3, … */
const zetaLessOne = Array.from({ length: 40 }, (_, j) => scaledZeta(j + 2, 2) * 2 ** -(j + 2));

/** e^z·E_s(z) for z ≥ 1, by Lentz' method. */
function fraction(s: number, z: number): number {
  let b = z + s;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 500; i++) {
    const a = -i * (s - 1 + i);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}
