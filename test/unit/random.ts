export { seededRandom as mulberry } from '../../src/numerics/random';

/** One standard normal number from uniform ones (Box–Muller). */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
