import type { ConfigEntry } from '../../model/config';
import { byUrgency, type Finding } from '../../model/finding';
import { formatCount, formatNumber, formatStep } from '../../model/format';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { LayerHistory } from '../../model/spectralReport';
import type { JudgedRun } from '../judgedRun';
import type { SpectralView } from './spectralView';

/** What spectra say about one line of a configuration, and the value that they suggest for it. */
export interface SpectralFact {
  readonly run: string;
  readonly text: string;
  /** Undefined where what stands there is as good as anything. */
  readonly suggestion?: SpectralSuggestion;
}

export interface SpectralSuggestion {
  readonly value: number;
  /** Why, for the title of the edit. */
  readonly reason: string;
  /** The diagnosis that it answers. */
  readonly rule: Extract<Finding['rule'], 'width-saturated' | 'spectral-collapse'>;
}

/** Facts on the width of FFNs, the rank of adapters and the placement of norms. `own` are the runs that use the configuration. */
export function spectralFacts({ key, value }: ConfigEntry, own: readonly JudgedRun[], view: SpectralView): readonly SpectralFact[] {
  const name = key.slice(key.lastIndexOf('.') + 1).replace(/-/g, '_').toLowerCase();
  if (widthKeys.has(name)) return own.flatMap((judged) => widthFact(judged, Number(value), view));
  if (rankKeys.has(name)) return own.flatMap((judged) => rankFact(judged, Number(value), view));
  return normKeys.has(name) ? own.flatMap(collapseFact) : [];
}

const widthKeys = new Set(['intermediate_size', 'n_inner', 'ffn_hidden_size', 'ffn_dim', 'd_ff', 'ffn_hidden_dim', 'hidden_dim', 'dim_feedforward', 'expansion_ratio', 'ffn_expansion_ratio', 'mlp_ratio', 'ffn_dim_multiplier']);
const rankKeys = new Set(['r', 'lora_r', 'lora_rank', 'lora_dim', 'adapter_rank']);
const normKeys = new Set(['norm_first', 'pre_norm', 'prenorm', 'normalize_before', 'encoder_normalize_before', 'decoder_normalize_before', 'norm_position', 'norm_placement', 'norm_type', 'post_norm', 'postnorm', 'do_layer_norm_before']);

function widthFact({ run, findings }: JudgedRun, value: number, view: SpectralView): readonly SpectralFact[] {
  const layers = judgedLayers(view.report(run)?.layers ?? [], 'post');
  if (layers.length === 0) return [];
  const width = Math.max(...layers.map((layer) => layer.width));
  const dimension = medianOfLast(layers, 'effectiveDimension');
  const group = view.widths().groups.find(({ site, points }) => site === 'post' && points.some(({ runs }) => runs.includes(run.name)));
  const enough = group?.paysUpTo ?? null;
  const flat = enough !== null && enough < width ? say`; more than ${formatStep(enough)} buys little` : '';
  const fact = { run: run.id, text: say`effective dimension ${formatNumber(Math.round(dimension))} of ${formatStep(width)}${flat} · show` };
  // A ratio of widths is not a width: only the latter can be set as such.
  const suggested = enough !== null && enough < width && value === width ? { suggestion: { value: enough, reason: say`more than ${formatStep(enough)} buys little`, rule: 'width-saturated' as const } } : {};
  return [{ ...fact, ...suggested }, ...collapseFact({ run, findings, stoppers: [] })];
}

function rankFact({ run }: JudgedRun, rank: number, view: SpectralView): readonly SpectralFact[] {
  const adapters = judgedLayers(view.report(run)?.layers ?? [], 'weight').filter(({ layer, width }) => layer.endsWith('.BA') && width === rank);
  if (adapters.length === 0) return [];
  const ranks = adapters.map((layer) => last(layer.measures.effectiveRank)).sort((a, b) => a - b);
  const [least, most] = [ranks[0], ranks[ranks.length - 1]];
  const range = [...new Set([least, most].map((one) => one.toFixed(1)))].join(' to ');
  const used = say`effective rank of BA is ${range}`;
  const fact = say`${used} of r = ${rank} in ${formatCount(adapters.length, 'module')}`;
  const enough = 2 ** Math.ceil(Math.log2(room * most));
  if (enough > rank / 2 || !adapters.every((layer) => hasSettled(layer, run))) return [{ run: run.id, text: say`${fact} · show` }];
  return [{ run: run.id, text: say`${fact}: r = ${enough} would do · show`, suggestion: { value: enough, reason: say`the ${used}`, rule: 'spectral-collapse' } }];
}

/** Directions that an adapter is left beside those that carry it. */
const room = 1.5;

/** B begins at zero, so that an adapter uses more of its rank for a while: since half of the training it must use no more. */
function hasSettled({ steps, measures: { effectiveRank } }: LayerHistory, { status }: Run): boolean {
  const half = steps.findLastIndex((step) => step <= steps[steps.length - 1] / 2);
  return half < 0 ? status !== 'active' : last(effectiveRank) <= stillGrowing * effectiveRank[half];
}

/** Growth since half of the training from which on a rank is not settled. */
const stillGrowing = 1.1;

function collapseFact({ run, findings }: JudgedRun): readonly SpectralFact[] {
  const [finding] = findings.filter(({ rule }) => rule === 'spectral-collapse').sort(byUrgency);
  return finding ? [{ run: run.id, text: `${run.name}: ${finding.headline}` }] : [];
}

function judgedLayers(layers: readonly LayerHistory[], site: LayerHistory['site']): readonly LayerHistory[] {
  return layers.filter((layer) => layer.site === site && layer.sampling !== 'severely under-sampled' && layer.steps.length > 0);
}

function medianOfLast(layers: readonly LayerHistory[], measure: 'effectiveDimension'): number {
  const values = layers.map(({ measures }) => last(measures[measure])).filter(Number.isFinite).sort((a, b) => a - b);
  return values[values.length >> 1] ?? NaN;
}

function last(column: Float64Array): number {
  return column[column.length - 1] ?? NaN;
}
