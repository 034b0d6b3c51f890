import type { Analyzer, WorkspaceAnalyzer } from './analyzer';
import { clipAlwaysActive } from './clipAlwaysActive';
import { divergence } from './divergence';
import { gradientExplosion } from './gradientExplosion';
import { gradientVanishing } from './gradientVanishing';
import { inflatedLoss } from './inflatedLoss';
import { learningRateAnomaly } from './learningRateAnomaly';
import { lossSpike } from './lossSpike';
import { lossWithoutMeaning } from './lossWithoutMeaning';
import { marginalReturn } from './marginalReturn';
import { neverLearned } from './neverLearned';
import { nonFinite } from './nonFinite';
import { overfitting } from './overfitting';
import { stalled } from './stalled';
import { spectralCollapse } from './spectralCollapse';
import { spectralWidth } from './spectralWidth';
import { throughputDrop } from './throughputDrop';
import { underSampledSpectra } from './underSampledSpectra';
import { identicalRuns } from './identicalRuns';

/** Every diagnosis of a single run. */
export const analyzers: readonly Analyzer[] = [
  marginalReturn,
  nonFinite,
  divergence,
  neverLearned,
  overfitting,
  lossSpike,
  gradientExplosion,
  gradientVanishing,
  clipAlwaysActive,
  stalled,
  learningRateAnomaly,
  throughputDrop,
  inflatedLoss,
  lossWithoutMeaning,
  spectralCollapse,
  underSampledSpectra,
];

/** Every diagnosis that compares runs. */
export const workspaceAnalyzers: readonly WorkspaceAnalyzer[] = [
  identicalRuns,
  spectralWidth,
];
