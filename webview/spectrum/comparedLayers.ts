import { formatCount } from '../../src/model/format';
import type { LayerHistory } from '../../src/model/spectralReport';
import { ordinalScale } from '../charts/valueScale';
import { limitsOf, type XyPicture } from '../charts/xyPicture';
import { t } from '../components/translate';
import { doubtOf } from '../spectra/samplingText';
import { signedPercent } from '../spectra/signedPercent';
import type { ComparedLayer } from './comparedColumns';
import { measures, measureTitle } from './measures';
import { layerTitle, type SpectrumView, stepsOf, valueUpTo } from './spectrumView';

/** Which records are held against each other. */
export interface ComparedSteps {
  readonly here: number;
  readonly there: number;
  readonly thereSteps: Float64Array;
  readonly thereLayers: readonly LayerHistory[];
  /** Whose records those are. */
  readonly name: string;
}

/** Null while nothing is compared. Within a run the first record stands against the last; of two runs the last step that both have. */
export function stepsCompared({ comparison, otherReport, layers, site, others }: SpectrumView): ComparedSteps | null {
  if (!comparison || (comparison.run !== null && !otherReport)) return null;
  const own = comparison.run === null;
  const thereLayers = own ? layers : otherReport?.layers.filter((layer) => layer.site === site) ?? [];
  const [hereSteps, thereSteps] = [stepsOf(layers), stepsOf(thereLayers)];
  if (hereSteps.length === 0 || thereSteps.length === 0) return null;
  const common = Math.min(hereSteps[hereSteps.length - 1], thereSteps[thereSteps.length - 1]);
  return {
    here: upTo(hereSteps, comparison.here ?? common),
    there: upTo(thereSteps, comparison.there ?? (own ? thereSteps[0] : common)),
    thereSteps, thereLayers,
    name: own ? t('this run') : others.find(({ id }) => id === comparison.run)?.name ?? t('the other run'),
  };
}

/** Layers by name, each with the values of both sides. */
export function comparedLayers({ layers, measure }: SpectrumView, { here, there, thereLayers }: ComparedSteps): readonly ComparedLayer[] {
  const byName = new Map(thereLayers.map((layer) => [layer.layer, layer]));
  return layers.map((layer) => {
    const other = byName.get(layer.layer);
    const both = (name: typeof measure) => ({ here: valueUpTo(layer, name, here), there: other ? valueUpTo(other, name, there) : NaN });
    return {
      layer: layer.layer, chosen: both(measure), softRank: both('softRank'), hardRank: both('hardRank'), concentration: both('concentration'),
      doubt: doubtOf(layer.sampling) ?? (other && doubtOf(other.sampling)),
    };
  });
}

/** How many layers are better off here and how far apart the two are in the middle. */
export function comparedSentence({ measure, report }: SpectrumView, rows: readonly ComparedLayer[], { name }: ComparedSteps): string {
  const known = rows.filter(({ chosen, doubt }) => doubt === undefined && Number.isFinite(chosen.here / chosen.there));
  if (known.length === 0) return t('No layer may be compared: they have different names, or are under-sampled.');
  const ratios = known.map(({ chosen }) => chosen.here / chosen.there).sort((a, b) => a - b);
  const middle = ratios[Math.floor((ratios.length - 1) / 2)];
  const higher = ratios.filter((ratio) => ratio > 1).length;
  const worst = known.reduce((a, b) => Math.abs(Math.log(b.chosen.here / b.chosen.there)) > Math.abs(Math.log(a.chosen.here / a.chosen.there)) ? b : a);
  return t('{0} is higher here than in {1} in {2} of {3}; the median change is {4}. It differs most in {5} ({6}).',
    measureTitle(measure, report.normalisation), name, higher, formatCount(known.length, t('layer'), t('layers')), signedPercent(middle - 1), layerTitle(worst.layer), signedPercent(worst.chosen.here / worst.chosen.there - 1));
}

export function comparisonPicture(view: SpectrumView, rows: readonly ComparedLayer[], steps: ComparedSteps): XyPicture {
  const { scale } = measures[view.measure];
  const line = (side: 'here' | 'there') => rows.map(({ chosen }, i) => ({ x: i, y: chosen[side] })).filter(({ y }) => Number.isFinite(y));
  const names = (side: 'here' | 'there') => rows.filter(({ chosen }) => Number.isFinite(chosen[side])).map(({ layer }) => layerTitle(layer));
  const values = rows.flatMap(({ chosen }) => [chosen.here, chosen.there]).filter(Number.isFinite);
  return {
    sentence: comparedSentence(view, rows, steps), bands: [], horizontal: [], vertical: [],
    lines: [
      { label: steps.name === t('this run') ? t('then') : steps.name, colour: 'orange', width: 1.25, dash: [5, 4], dots: 2.5, points: line('there'), names: names('there') },
      { label: t('here'), colour: 'blue', width: 1.5, dots: 3, points: line('here'), names: names('here') },
    ],
    x: { title: t('layer, in the order of the model'), scale: ordinalScale, low: -0.3, high: Math.max(1, rows.length - 0.7) },
    y: { title: measureTitle(view.measure, view.report.normalisation), scale, ...limitsOf(values, scale) },
  };
}

function upTo(steps: Float64Array, step: number): number {
  return steps.findLast((candidate) => candidate <= step) ?? steps[0];
}
