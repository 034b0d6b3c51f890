import type { Advice, Evidence, Finding, Level } from '../model/finding';
import { formatStep } from '../model/format';
import type { Run } from '../model/run';
import { say } from '../model/say';
import type { Settings } from '../model/settings';
import { shareOfWidth } from '../numerics/spectrum/utilisation';
import type { Analyzer } from './analyzer';
import { collapseHeadline } from './spectra/collapseHeadline';
import type { CollapseState, CollapseVerdict } from './spectra/collapseVerdict';
import { judgedLayers, type JudgedLayer } from './spectra/judgedLayers';
import { lossCourse } from './spectra/lossCourse';
import { hardUtilisation } from './spectra/shownMeasure';

/** The eigenvalues of a layer are collapsing onto a few directions, or have. */
export const spectralCollapse: Analyzer = {
  name: 'spectral-collapse',
  analyse(run, settings) {
    const layers = oncePerLayer(judgedLayers(run, settings));
    const inState = (state: CollapseState): JudgedLayer[] => layers.filter(({ verdict }) => verdict.state === state).sort((a, b) => onsetStep(a) - onsetStep(b));
    const [collapsed, falling] = [inState('collapsed'), inState('falling')];
    if (collapsed.length > 0) return [findingOf('stop', collapsed, falling, run, settings)];
    return falling.length > 0 ? [findingOf('warning', falling, [], run, settings)] : [];
  },
};

/** Of the sites of a layer the one that is worse off or, of two that are the same, the one of which it was said first. */
function oncePerLayer(layers: readonly JudgedLayer[]): readonly JudgedLayer[] {
  const worst = new Map<string, JudgedLayer>();
  for (const judged of layers) {
    const key = `${judged.course.site === 'weight'} ${judged.course.layer}`;
    const known = worst.get(key);
    if (!known || isWorse(judged.verdict, known.verdict)) worst.set(key, judged);
  }
  return [...worst.values()];
}

function isWorse(one: CollapseVerdict, other: CollapseVerdict): boolean {
  const rank: Readonly<Record<CollapseState, number>> = { healthy: 0, falling: 1, collapsed: 2 };
  return rank[one.state] > rank[other.state] || (one.state === other.state && one.since < other.since);
}

function onsetStep({ records, verdict }: JudgedLayer): number {
  return records.steps[verdict.onset];
}

/** The layer that began first speaks for all; the others stand in the evidence. */
function findingOf(level: Level, layers: readonly JudgedLayer[], falling: readonly JudgedLayer[], run: Run, settings: Settings): Finding {
  const [first, ...others] = layers;
  return {
    rule: 'spectral-collapse',
    level,
    run: run.id,
    since: Math.min(...layers.map(({ verdict }) => verdict.since)),
    headline: collapseHeadline(layers, falling, run, settings),
    evidence: [...evidenceOf(first, run, settings), ...[...others, ...falling].slice(0, mostShown).map((layer) => otherLayer(layer, settings))],
    advice: adviceFor(first, run),
  };
}

const mostShown = 7;

function evidenceOf(layer: JudgedLayer, run: Run, settings: Settings): Evidence[] {
  const { course, verdict, records } = layer;
  const crossing = verdict.state === 'falling' ? verdict.projection?.crossing : undefined;
  const last = records.steps[records.steps.length - 1];
  const loss = lossCourse(run, onsetStep(layer), last);
  return [
    { label: say`Hard utilisation (normalisation ${settings['spectrum.normalisation']})`, ...againstFloor(layer, settings) },
    { label: say`Layer`, value: course.layer },
    { label: say`Site`, value: siteNames[course.site]() },
    { label: say`Began at`, value: onsetStep(layer), unit: 'step' },
    ...(crossing ? [{ label: say`Floor expected at`, value: crossing.at, unit: 'step', low: Math.max(crossing.low, last), high: crossing.high }] : []),
    ...rankEvidence(layer),
    ...(loss ? [{ label: say`Loss when it began`, value: loss.then }, { label: say`Loss now`, value: loss.now }] : []),
    { label: say`Sampling`, value: course.sampling },
  ];
}

function againstFloor({ records }: JudgedLayer, settings: Settings): Pick<Evidence, 'value' | 'reference'> {
  const last = records.steps.length - 1;
  const possible = records.possible[last];
  const floor = 1 + settings['spectrum.collapseUtilisation'] * (possible - 1);
  return { value: hardUtilisation(records, last, settings), reference: shareOfWidth(floor, possible, settings['spectrum.normalisation']) };
}

const siteNames = { pre: () => say`before the nonlinearity`, post: () => say`after the nonlinearity`, weight: () => say`weights` } as const;

function rankEvidence({ course, records, verdict }: JudgedLayer): Evidence[] {
  const { effectiveRank, softRank, hardRank } = course.measures;
  const at = (column: Float64Array, step: number): number => column[course.steps.indexOf(step)];
  const [onset, last] = [records.steps[verdict.onset], records.steps.at(-1) ?? NaN];
  const width = course.width > 0 ? [{ label: say`Width`, value: course.width }] : [];
  return [
    { label: say`Hard rank`, value: at(hardRank, last), reference: at(hardRank, onset) },
    { label: say`Soft rank`, value: at(softRank, last), reference: at(softRank, onset) },
    { label: say`Effective rank (of the singular values)`, value: at(effectiveRank, last), reference: at(effectiveRank, onset) },
    ...width,
  ].filter(({ value }) => Number.isFinite(value));
}

function otherLayer(layer: JudgedLayer, settings: Settings): Evidence {
  const state = layer.verdict.state === 'falling' ? 'collapsing' : 'collapsed';
  return { label: say`Layer ${layer.course.layer}, ${state} since step ${formatStep(onsetStep(layer))}`, ...againstFloor(layer, settings) };
}

function adviceFor(layer: JudgedLayer, run: Run): readonly Advice[] {
  const onset = onsetStep(layer);
  const checkpoint = run.checkpoints.filter((step) => step <= onset).at(-1);
  const back = checkpoint === undefined
    ? say`No checkpoint is left from before step ${formatStep(onset)}: what is saved from now on has the collapse in it.`
    : say`Go back to the checkpoint of step ${formatStep(checkpoint)} before changing anything: the later ones have the collapse in them.`;
  return [{ text: back }, { text: layer.course.site === 'weight' ? weightRemedy() : remedies() }];
}

const remedies = () => say`What helped in the spectral scaling study (arXiv 2510.00537), where Post-LN collapsed to a perplexity of 1,427: weight normalisation of the FFN linears `
  + say`(25.1 at a width of 2.67×, 24.3 at 4×), hyperspherical normalisation (27.9 and 26.5), or Mix-LN as the placement of the norms.`;
const weightRemedy = () => say`The matrix acts in about as many directions as its soft rank says. For an adapter, a smaller rank would now do the same; to keep more directions, `
  + say`go back and lower the learning rate.`;
