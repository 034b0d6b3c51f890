import type { CollapseTrend, HistoryMeasure, LayerHistory, SpectralReport, WidthGroup, WidthLaw, WidthReport } from '../../../src/model/spectralReport';
import type { LayerSpectrum, Sampling, SpectrumSite } from '../../../src/model/spectrum';

/** What the spectra of a run are to look like: plain data, from which reports are made by formula. */
export interface SpectraForm {
  readonly layers: number;
  readonly records: number;
  /** Steps between two records. */
  readonly every: number;
  readonly width: number;
  readonly sites?: readonly SpectrumSite[];
  readonly sampling?: Sampling;
  readonly tokens?: number;
  /** Layer that collapses, and the record at which it begins. */
  readonly collapsing?: { readonly layer: number; readonly from: number };
  /** Whether only measures were recorded. */
  readonly withoutEigenvalues?: boolean;
}

const floor = 0.001;

/**
 * The report that stands in for the engine's: spectra λ_k = exp(−k/c), whose decay length c grows while a layer learns
 * and shrinks by a constant factor a record while it collapses. The measures follow from c in closed form.
 */
export function exampleSpectra(run: string, form: SpectraForm): SpectralReport {
  const sites = form.sites ?? ['pre', 'post'];
  const layers = Array.from({ length: form.layers }, (_, layer) => sites.map((site) => history(form, layer, site))).flat();
  const candidates = form.layers > 4 ? [
    { layer: '1', candidate: 'prune' as const, width: form.width, effectiveDimension: form.width * 0.09, suggestedWidth: form.width / 2, savedParameters: form.width / 2 * 768 * 2 },
    { layer: '4', candidate: 'widen' as const, width: form.width, effectiveDimension: form.width * 0.31, suggestedWidth: null, savedParameters: null },
  ] : [];
  return { run, normalisation: 'A', layers, candidates };
}

export function exampleSpectrum(form: SpectraForm, layer: string, site: SpectrumSite, step: number): LayerSpectrum {
  const c = decayLength(form, Number(layer.replace(/\D/g, '')), site, Math.round(step / form.every) - 1);
  return spectrumOf(`layer ${layer}`, form.width, c, { site, sampling: form.sampling ?? 'well-sampled', tokens: tokensOf(form, site), eigenvalues: !form.withoutEigenvalues });
}

interface SpectrumForm {
  readonly site: SpectrumSite;
  readonly sampling: Sampling;
  readonly tokens: number | null;
  readonly eigenvalues: boolean;
}

/** The spectrum of eigenvalues exp(−k/c) with a few above them, and its measures. */
export function spectrumOf(name: string, width: number, c: number, { site, sampling, tokens, eigenvalues }: SpectrumForm): LayerSpectrum {
  const values = Float64Array.from({ length: width }, (_, k) => Math.exp(-k / c) * (1 + 3 / (k + 1)));
  const sum = values.reduce((a, b) => a + b);
  const entropy = -values.reduce((total, value) => value > 0 ? total + value / sum * Math.log(value / sum) : total, 0);
  const [softRank, hardRank] = [Math.exp(entropy), sum * sum / values.reduce((total, value) => total + value * value, 0)];
  const [soft, hard] = [softRank / width, hardRank / width];
  const sui = 2 * soft * hard / (soft + hard);
  return {
    name, role: 'ffn.up', layer: null, shape: [width, 768], width, site, tokens, sampling, method: 'exact', softRankError: 0, softRank, hardRank, concentration: 1 - c / width,
    topShare: values[0] / sum, softUtilisation: soft, hardUtilisation: hard, normalisation: 'A', sui, effectiveDimension: 1 + (width - 1) * sui, stableRank: sum / values[0],
    spectralNorm: Math.sqrt(values[0]), tail: { alpha: 2.6 + c / 100, xmin: values[Math.min(20, width - 1)], ksDistance: 0.06, n: Math.min(20, width), sigma: 0.31 },
    bulk: site === 'weight' ? { edge: values[Math.min(9, width - 1)], spikes: Math.min(9, width) } : null,
    ...(eigenvalues ? { eigenvalues: values } : {}),
  };
}

function decayLength({ width, collapsing, layers }: SpectraForm, layer: number, site: SpectrumSite, record: number): number {
  const grown = width * (0.004 + 0.02 * (1 - Math.exp(-record / 12))) * (1 + 0.35 * Math.sin(layer * 1.7)) * (site === 'pre' ? 0.7 : 1) * (1 + layer / layers / 3);
  const falling = collapsing && layer === collapsing.layer && record > collapsing.from;
  return falling ? Math.max(0.4, grown * Math.exp(-(record - collapsing.from) / 9)) : grown;
}

function tokensOf({ tokens, width }: SpectraForm, site: SpectrumSite): number | null {
  return site === 'weight' ? null : tokens ?? width * 21;
}

function history(form: SpectraForm, layer: number, site: SpectrumSite): LayerHistory {
  const { width, records, every } = form;
  const steps = Float64Array.from({ length: records }, (_, i) => (i + 1) * every);
  const noise = (i: number) => 1 + 0.03 * Math.sin(i * 12.9898 + layer * 78.233);
  const c = steps.map((_, i) => decayLength(form, layer, site, i) * noise(i));
  const hard = c.map((value) => Math.min(1, 2 * value / width));
  const soft = c.map((value) => Math.min(1, Math.E * value / width));
  const sui = hard.map((value, i) => 2 * value * soft[i] / (value + soft[i]));
  const missing = () => new Float64Array(records).fill(NaN);
  const measures: Record<HistoryMeasure, Float64Array> = {
    hardUtilisation: hard, softUtilisation: soft, hardRank: hard.map((value) => value * width), softRank: soft.map((value) => value * width), sui,
    effectiveDimension: sui.map((value) => 1 + (width - 1) * value), concentration: c.map((value) => Math.max(0, 1 - value / width)), topShare: c.map((value) => 1 - Math.exp(-1 / value)),
    stableRank: c.map((value) => 1 / (1 - Math.exp(-1 / value))), spectralNorm: c.map((value) => 1 + 1 / value), effectiveRank: missing(), tailAlpha: site === 'weight' ? c.map((value) => 2 + value / 20) : missing(),
    jsDivergence: site === 'post' ? c.map((value) => 0.02 + value / width) : missing(),
  };
  const name = site === 'weight' ? `transformer.h.${layer}.mlp.c_fc.weight` : String(layer);
  return { layer: name, site, width, tokens: tokensOf(form, site), sampling: site === 'weight' ? 'exact' : form.sampling ?? 'well-sampled', steps, measures, trend: trendOf(form, layer, steps, hard) };
}

function trendOf({ collapsing, every, records, sampling, width }: SpectraForm, layer: number, steps: Float64Array, hard: Float64Array): CollapseTrend | null {
  if (sampling === 'severely under-sampled' || records < 3) return null;
  const healthy: CollapseTrend = { state: 'healthy', floor, onset: null, lossAtOnset: null, crossing: null, fit: { steps: new Float64Array(0), values: new Float64Array(0) } };
  if (layer !== collapsing?.layer) return healthy;
  const [onset, now] = [steps[collapsing.from], hard[records - 1]];
  if (now < floor * 1.05) return { ...healthy, state: 'collapsed', onset, lossAtOnset: 3.21 };
  const slope = Math.log(now / hard[collapsing.from]) / (steps[records - 1] - onset);
  const crossing = steps[records - 1] + Math.log(floor / now) / slope;
  const fitSteps = Float64Array.from({ length: 32 }, (_, i) => onset + (crossing - onset) * i / 31);
  return {
    ...healthy, state: 'falling', onset, lossAtOnset: 3.21 + width * 0, crossing: { step: crossing, low: crossing - 2 * every, high: crossing + 3 * every },
    fit: { steps: fitSteps, values: fitSteps.map((step) => hard[collapsing.from] * Math.exp(slope * (step - onset))) },
  };
}

/** The points of AdamW and of Dion in the paper's sweep of GPT-2 160M over widths, by their published laws. */
export function exampleWidths(runs: readonly string[], widths: readonly number[]): WidthReport {
  if (widths.length === 0) return { groups: [], troubles: [] };
  const group = (name: string, soft: WidthLaw, hard: WidthLaw, advice: readonly string[]): WidthGroup => {
    const at = ({ intercept, beta }: WidthLaw, width: number, i: number) => Math.exp(intercept + beta * Math.log(width)) * (1 + 0.08 * Math.sin(i * 2.4 + beta * 9));
    const points = widths.map((width, i) => ({
      width, softRank: at(soft, width, i), hardRank: at(hard, width, i), effectiveDimension: at(hard, width, i) * 1.6, marginalDimension: i === 0 ? NaN : 0.1 / i, runs: [runs[i % runs.length]],
    }));
    return { name, site: 'post', points, soft: widths.length < 3 ? null : soft, hard: widths.length < 3 ? null : hard, asymmetry: soft.beta - hard.beta, paysUpTo: widths[Math.floor(widths.length / 2)], advice: widths.length < 3 ? [] : advice };
  };
  const law = (beta: number, low: number, high: number, rSquared: number, intercept: number): WidthLaw =>
    ({ beta, low, high, rSquared, intercept, n: widths.length, supported: low > 0 && rSquared >= 0.5 });
  return {
    groups: [
      group('AdamW', law(0.660599, 0.5, 0.82, 0.970959, 1.725801), law(0.288702, -0.115, 0.693, 0.337691, 3.560131), ['Beyond a width of 2,048 another unit of width buys less than 0.05 effective dimensions.']),
      group('Dion 1/2', law(0.919911, 0.8, 1.04, 0.991606, 0.2), law(0.786957, 0.632, 0.942, 0.962489, 0.1), []),
    ],
    troubles: ['Two rows of AdamW at width 3,072 are the same to the last bit: one of them is a copy.'],
  };
}
