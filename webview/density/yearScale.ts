import { linearScale, roundTicks, type ValueScale } from '../charts/valueScale';

/** Time in years, marked at years, halves or quarters of them: 2024.5 is written 2024-07. */
export const yearScale: ValueScale = {
  ...linearScale,
  ticks: (low, high, count) => {
    const every = [0.25, 0.5, 1, 2, 5].find((distance) => (high - low) / distance <= count) ?? 10;
    return roundTicks(low / every, high / every, Math.ceil((high - low) / every) + 1).filter(Number.isInteger).map((place) => place * every);
  },
  text: (value) => `${Math.floor(value + 1e-6)}-${String(Math.round((value - Math.floor(value + 1e-6)) * 12) + 1).padStart(2, '0')}`,
};
