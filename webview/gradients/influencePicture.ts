import { formatNumber } from '../../src/model/format';
import type { InfluenceReport, ModuleInfluence } from '../../src/model/gradientReport';
import type { HeatPicture } from '../charts/heatPicture';
import { logScale } from '../charts/valueScale';
import { limitsOf } from '../charts/xyPicture';
import { t } from '../components/translate';
import type { InfluenceMeasure } from './gradientsView';
import { measureTitle } from './toolbar';

/** Where each cell of the heat map is from. */
export interface InfluenceMap {
  readonly picture: HeatPicture;
  /** Names of the modules by row and column; undefined where there is none. */
  readonly names: readonly (readonly (string | undefined)[])[];
}

/** Column of the modules that stand in no block: left of the first. */
const outside = -1;

/** The influence of modules, kinds of modules × blocks; those outside the blocks stand in a column of their own. */
export function influenceMap({ modules }: InfluenceReport, measure: InfluenceMeasure, chosen: string | null): InfluenceMap {
  const layers = [...new Set(modules.map(columnOf))].sort((a, b) => a - b);
  const kinds = kindsInOrder(modules);
  const rows = kinds.map((kind) => layers.map((layer) => modules.find((module) => kindOf(module) === kind && columnOf(module) === layer)));
  const values = rows.map((row) => row.map((module) => (module ? influenceOf(module, measure) : NaN)));
  const known = values.flat().filter((value) => value > 0);
  const range = { low: Math.min(...known), high: Math.max(...known) };
  const at = rows.map((row) => row.findIndex((module) => module !== undefined && module.name === chosen));
  const chosenRow = at.findIndex((column) => column >= 0);
  return {
    names: rows.map((row) => row.map((module) => module?.name)),
    picture: {
      sentence: sentenceOf(modules, measure), rowTitle: t('module'), columnTitle: t('layer'), columns: layers, telling: 'highest',
      rows: kinds.map((label, i) => ({ label, values: values[i] })),
      values: { title: measureTitle(measure), scale: logScale, ...(range.high > range.low ? range : limitsOf(known, logScale)) },
      chosen: chosenRow >= 0 ? { row: chosenRow, column: at[chosenRow] } : null,
      blank: t('blank: no such module'), cellText: formatNumber, columnText: layerText, columnLabel: layerText,
    },
  };
}

export function influenceOf({ gradNormMean, gradNormPerSqrtParam }: ModuleInfluence, measure: InfluenceMeasure): number {
  return measure === 'norm' ? gradNormMean : gradNormPerSqrtParam ?? NaN;
}

function layerText(layer: number): string {
  return layer === outside ? t('outside') : String(layer);
}

function columnOf({ layer }: ModuleInfluence): number {
  return layer ?? outside;
}

/** What a module is called within its block; a module outside by its own name. */
export function kindOf({ name, layer }: ModuleInfluence): string {
  const at = layer === null ? -1 : name.search(new RegExp(`(?:^|[./])${layer}[./]`));
  return at < 0 ? name : name.slice(at).replace(/^[./]?\d+[./]/, '');
}

/** Kinds within blocks by name, as blocks repeat them; then what stands outside. */
function kindsInOrder(modules: readonly ModuleInfluence[]): readonly string[] {
  const inside = [...new Set(modules.filter(({ layer }) => layer !== null).map(kindOf))].sort();
  return [...inside, ...modules.filter(({ layer }) => layer === null).map(({ name }) => name).sort()];
}

function sentenceOf(modules: readonly ModuleInfluence[], measure: InfluenceMeasure): string {
  const ordered = [...modules].filter((module) => Number.isFinite(influenceOf(module, measure))).sort((a, b) => influenceOf(b, measure) - influenceOf(a, measure));
  if (ordered.length === 0) return t('No influence is known.');
  const [first, last] = [ordered[0], ordered[ordered.length - 1]];
  return t('{0} of {1} modules: highest in {2} with {3}, lowest in {4} with {5}.', measureTitle(measure), ordered.length, first.name, formatNumber(influenceOf(first, measure)), last.name, formatNumber(influenceOf(last, measure)));
}
