/**
 * What is kept of two hypotheses of a bank of trends side by side, in bytes from the first: two doubles each. Noise and drifts as variances.
 */
export const noise = 0;
export const slopeDrift = 16;
export const levelDrift = 32;
export const outliers = 48;
export const widening = 64;
export const prior = 80;
/** Level, slope, driver's factor. */
export const level = 96;
export const slope = 112;
export const factor = 128;
/** The upper triangle of their covariance. */
export const levelLevel = 144;
export const levelSlope = 160;
export const levelFactor = 176;
export const slopeSlope = 192;
export const slopeFactor = 208;
export const factorFactor = 224;
export const weight = 240;
/** How probable the last observation was: density · exp(exponent). */
export const density = 256;
export const exponent = 272;
export const pairBytes = 288;
