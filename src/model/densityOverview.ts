import type { Estimate } from './estimate';

/** Which benchmark is shown and what models are compared with. Null: what suits best. */
export interface DensityQuestion {
  readonly benchmark: string | null;
  /** `gadre`, `leaderboard` or the path of a table with a sweep. */
  readonly reference: string | null;
}

/** Whether an interval says something: that of a score near guessing holds any size. */
export function isDetermined({ low, high }: Estimate): boolean {
  return low > 0 && high < Infinity && high / low <= widest;
}

/** Times its lower end that the upper may be. */
const widest = 100;

/** The capability density of the models of a workspace on one benchmark, and what else the panel says of them. */
export interface DensityOverview {
  /** Every benchmark that some model was examined on. */
  readonly benchmarks: readonly BenchmarkSummary[];
  /** Key of the one that all else is about. */
  readonly benchmark: string;
  readonly reference: ReferenceSummary;
  /** References that know the benchmark. */
  readonly references: readonly ReferenceSummary[];
  /** Tokens D0 with which models are compared whose own are not known. */
  readonly referenceTokens: number;
  readonly models: readonly ModelSummary[];
  readonly compression: readonly CompressionSummary[];
  readonly courses: readonly DensityCourse[];
  readonly trend: DensityTrend | null;
  /** Why there is no trend. */
  readonly trendProblem: string | null;
  /** Names of the tables that the models stand in. */
  readonly tables: readonly string[];
  readonly notes: readonly string[];
}

export interface BenchmarkSummary {
  readonly benchmark: string;
  /** Name of the reference; null where none knows the benchmark. */
  readonly reference: string | null;
  readonly models: number;
  readonly measured: number;
  /** Of the densities. */
  readonly median: number | null;
  readonly highest: number | null;
  readonly densest: string | null;
}

export interface ReferenceSummary {
  /** `gadre`, `leaderboard`, or the path of a table. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** Root mean square of the scores about its curve. */
  readonly rmse: number;
}

export interface ModelSummary {
  readonly key: string;
  /** Tells checkpoints of one model apart. */
  readonly label: string;
  readonly model: string;
  readonly table: string;
  /** Id of the run of this workspace that made it. */
  readonly run: string | null;
  readonly parameters: number;
  readonly active: number | null;
  readonly bits: number | null;
  readonly tokens: number | null;
  /** Tokens with which the reference was compared; null where they do not matter. */
  readonly comparedAt: number | null;
  readonly score: number;
  readonly density: Estimate | null;
  readonly effectiveParameters: Estimate | null;
  /** Why there is no density. */
  readonly outOfRange: string | null;
  /** Its score is what guessing gets. */
  readonly guessing: boolean;
  readonly date: string | null;
  /** Months by which it is ahead of the trend; behind where negative. */
  readonly monthsAhead: number | null;
}

/** A pruned, distilled or quantised model beside what it was made from. */
export interface CompressionPair {
  readonly model: string;
  readonly original: string;
  /** Density of the compressed model over that of the original: below 1 it lost more capability than cost. */
  readonly ratio: Estimate;
  readonly verdict: 'denser' | 'less dense' | 'about as dense';
}

export interface CompressionSummary extends CompressionPair {
  readonly benchmark: string;
}

/** Density of the checkpoints of one run. */
export interface DensityCourse {
  readonly model: string;
  readonly run: string | null;
  readonly points: readonly { readonly tokens: number; readonly density: number }[];
  /** Change of ln ρ per doubling of the tokens over the later half. */
  readonly perDoubling: Estimate | null;
  readonly trend: 'densifies' | 'adds only cost' | 'falls' | 'unknown';
}

/** ln ρ_max = A·t + B over the models that were denser than all before them, t in days since the origin. */
export interface TrendFit {
  readonly records: readonly DatedDensity[];
  readonly A: Estimate;
  readonly B: number;
  readonly rSquared: number;
  readonly doublingDays: Estimate;
  /** Days in which the size for equal capability on hardware of equal price halves, with chips that double every 2.1 years. */
  readonly withChipsDays: number;
}

/** The trend, and where its models come from. */
export interface DensityTrend extends TrendFit {
  /** The release of the first Llama. */
  readonly origin: string;
  readonly source: string;
}

export interface DatedDensity {
  readonly model: string;
  /** 2024-09-15. */
  readonly date: string;
  /** Days since the origin. */
  readonly day: number;
  readonly density: number;
}
