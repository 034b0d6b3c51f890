import type { RunSummary } from '../../src/engine/protocol';
import { byUrgency, type Finding } from '../../src/model/finding';
import { formatNumber, formatStep } from '../../src/model/format';
import type { CollapseTrend, LayerHistory, SpectralReport } from '../../src/model/spectralReport';
import type { RunState } from '../../src/model/verdict';
import { t } from '../components/translate';
import { latest, layerTitle, valueUpTo } from './spectrumView';
import { worstLayers } from './worstLayers';

export interface SpectralVerdict {
  readonly state: RunState;
  readonly sentence: string;
  /** What to do about it. */
  readonly advice: readonly string[];
}

/** The one thing to say about the spectra of a run. A finding, where there is one, has already said it. */
export function spectralVerdict({ findings }: RunSummary, { layers }: SpectralReport): SpectralVerdict {
  const found = [...findings].sort(byUrgency).find(({ rule }) => rule === 'spectral-collapse');
  if (found) return fromFinding(found);
  const [worst] = worstLayers(layers, 'hardUtilisation');
  if (!worst) return { state: 'unsure', sentence: underSampled(layers), advice: [] };
  const { trend } = worst;
  if (!trend) return { state: 'unsure', sentence: tooEarly(worst), advice: [] };
  if (trend.state === 'healthy') return { state: 'healthy', sentence: healthy(worst, trend), advice: [] };
  return { state: trend.state === 'collapsed' ? 'stop' : 'warning', sentence: inTrouble(worst, trend), advice: [] };
}

function fromFinding({ level, headline, advice }: Finding): SpectralVerdict {
  return { state: level === 'stop' ? 'stop' : 'warning', sentence: headline, advice: advice.map(({ text }) => text) };
}

function underSampled(layers: readonly LayerHistory[]): string {
  const sampled = layers.find(({ tokens }) => tokens !== null);
  if (!sampled || sampled.tokens === null) return t('No verdict: the records do not tell any utilisation.');
  return t('No verdict: all figures are severely under-sampled ({0} tokens for a width of {1}). Record at least {2} tokens at a time.',
    formatStep(sampled.tokens), formatStep(sampled.width), formatStep(10 * sampled.width));
}

function tooEarly(worst: LayerHistory): string {
  return t('Too early to say: {0} has {1} records. Its hard utilisation is {2}, the lowest.', layerTitle(worst.layer), worst.steps.length, formatNumber(latest(worst, 'hardUtilisation')));
}

function healthy(worst: LayerHistory, { floor }: CollapseTrend): string {
  return t('Healthy. No layer is losing rank: the lowest hard utilisation is {0}, in {1} at step {2}; below {3} a layer counts as collapsed.',
    formatNumber(latest(worst, 'hardUtilisation')), layerTitle(worst.layer), formatStep(worst.steps[worst.steps.length - 1]), formatNumber(floor));
}

function inTrouble(worst: LayerHistory, { state, onset, crossing }: CollapseTrend): string {
  const name = worst.site === 'weight' ? worst.layer : t('The FFN of {0}', layerTitle(worst.layer));
  const [then, now] = [onset === null ? NaN : valueUpTo(worst, 'hardUtilisation', onset), latest(worst, 'hardUtilisation')].map(formatNumber);
  const since = onset === null ? '' : t(' since step {0}', formatStep(onset));
  const course = onset === null ? now : `${then} → ${now}`;
  if (state === 'collapsed') return t('{0} has collapsed: hard utilisation {1}{2}.', name, course, since);
  const floor = crossing ? t(', floor expected near step {0}', formatStep(crossing.step)) : '';
  return t('{0} is collapsing: hard utilisation {1}{2}{3}.', name, course, since, floor);
}
