import type { Advice, Evidence, Finding, Level } from '../model/finding';
import { formatNumber, formatStep } from '../model/format';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';
import { shareOfWidth } from '../numerics/spectrum/utilisation';
import type { Analyzer } from './analyzer';
import type { CollapseState } from './spectra/collapseVerdict';
import { judgedLayers, type JudgedLayer } from './spectra/judgedLayers';
import { layerName } from './spectra/layerName';
import { lossNear } from './spectra/lossNear';

/** The eigenvalues of a layer are collapsing onto a few directions, or have. */
export const spectralCollapse: Analyzer = {
  name: 'spectral-collapse',
  analyse(run, settings) {
    const layers = oncePerLayer(judgedLayers(run, settings));
    return (['collapsed', 'falling'] as const).flatMap((state) => {
      const concerned = layers.filter(({ verdict }) => verdict.state === state).sort((a, b) => onsetStep(a) - onsetStep(b));
      return concerned.length > 0 ? [findingOf(state, concerned, run, settings)] : [];
    });
  },
};

/** Of the sites of a layer the one that is worse off. */
function oncePerLayer(layers: readonly JudgedLayer[]): readonly JudgedLayer[] {
  const worst = new Map<string, JudgedLayer>();
  for (const judged of layers) {
    const key = `${judged.course.site === 'weight'} ${judged.course.layer}`;
    const known = worst.get(key);
    if (!known || severity(judged) > severity(known)) worst.set(key, judged);
  }
  return [...worst.values()];
}

function severity({ verdict, records }: JudgedLayer): number {
  const rank: Readonly<Record<CollapseState, number>> = { healthy: 0, falling: 1, collapsed: 2 };
  return rank[verdict.state] - (records.level.at(-1) ?? 0) * 1e-3;
}

function onsetStep({ records, verdict }: JudgedLayer): number {
  return records.steps[verdict.onset];
}

/** The layer that began first speaks for all; the others stand in the evidence. */
function findingOf(state: 'collapsed' | 'falling', layers: readonly JudgedLayer[], run: Run, settings: Settings): Finding {
  const [first] = layers;
  const level: Level = state === 'collapsed' ? 'stop' : 'warning';
  return {
    rule: 'spectral-collapse',
    level,
    run: run.id,
    since: Math.min(...layers.map(({ verdict }) => verdict.since)),
    headline: headlineOf(state, layers, run, settings),
    evidence: [...evidenceOf(first, run, settings), ...layers.slice(1, mostShown).map((layer) => otherLayer(layer, settings))],
    advice: adviceFor(first, run),
  };
}

const mostShown = 8;

function headlineOf(state: 'collapsed' | 'falling', layers: readonly JudgedLayer[], run: Run, settings: Settings): string {
  const [first, ...others] = layers;
  const { layer, site } = first.course;
  const crossing = state === 'falling' ? first.verdict.projection?.crossing : undefined;
  const name = layerName(layer, site);
  const verb = state === 'falling' ? 'collapsing' : 'collapsed';
  const subject = site === 'weight' ? `${name[0].toUpperCase()}${name.slice(1)} ${state === 'falling' ? 'are' : 'have'}` : `The ${name} ${state === 'falling' ? 'is' : 'has'}`;
  return `${subject} ${verb}: ${changeOf(first, settings)} since step ${formatStep(onsetStep(first))}`
    + `${crossing ? `, floor expected near step ${formatStep(crossing.at)}` : ''}.${othersIn(others)}${lossSentence(first, run)}`;
}

/** Of a narrow matrix rank 1 is already much of the width: there the rank itself says more than its share. */
function changeOf(layer: JudgedLayer, settings: Settings): string {
  const { course, records } = layer;
  const { effectiveRank, softRank, hardRank } = course.measures;
  const { then, now } = utilisationOf(layer, settings);
  if (records.possible[records.possible.length - 1] > narrow) return `hard utilisation ${formatNumber(then)} → ${formatNumber(now)}`;
  const rank = [effectiveRank, softRank].find((column) => Number.isFinite(column.at(-1))) ?? hardRank;
  const at = (step: number): number => rank[course.steps.indexOf(step)];
  const name = rank === effectiveRank ? 'effective rank' : rank === softRank ? 'soft rank' : 'hard rank';
  return `${name} ${formatNumber(at(onsetStep(layer)))} → ${formatNumber(at(records.steps[records.steps.length - 1]))} of ${formatStep(records.possible[records.possible.length - 1])}`;
}

const narrow = 100;

function othersIn(others: readonly JudgedLayer[]): string {
  if (others.length === 0) return '';
  const names = others.slice(0, 3).map(({ course }) => course.layer).join(', ');
  return ` So ${others.length === 1 ? 'does layer' : 'do layers'} ${names}${others.length > 3 ? ` and ${others.length - 3} more` : ''}.`;
}

function lossSentence(layer: JudgedLayer, run: Run): string {
  const { then, now } = lossesOf(layer, run);
  if (then === undefined || now === undefined) return '';
  return now <= then ? ' The loss does not show it yet.' : ` The loss rose ${formatNumber(then)} → ${formatNumber(now)}.`;
}

function lossesOf(layer: JudgedLayer, run: Run): { readonly then: number | undefined; readonly now: number | undefined } {
  return { then: lossNear(run, onsetStep(layer)), now: lossNear(run, layer.records.steps.at(-1) ?? NaN) };
}

/** Hard utilisation at the onset and now (median of three), as the settings normalise it. */
function utilisationOf({ records, verdict }: JudgedLayer, settings: Settings): { readonly then: number; readonly now: number; readonly floor: number } {
  const last = records.steps.length - 1;
  const shown = (share: number, i: number): number => shareOfWidth(1 + share * (records.possible[i] - 1), records.possible[i], settings['spectrum.normalisation']);
  return {
    then: shown(Math.exp(records.logShare[verdict.onset]), verdict.onset),
    now: shown(Math.exp(records.level[last]), last),
    floor: shown(settings['spectrum.collapseUtilisation'], last),
  };
}

function evidenceOf(layer: JudgedLayer, run: Run, settings: Settings): Evidence[] {
  const { course, verdict, records } = layer;
  const { now, floor } = utilisationOf(layer, settings);
  const crossing = verdict.state === 'falling' ? verdict.projection?.crossing : undefined;
  const losses = lossesOf(layer, run);
  const last = records.steps.at(-1) ?? NaN;
  return [
    { label: `Hard utilisation (normalisation ${settings['spectrum.normalisation']})`, value: now, reference: floor },
    { label: 'Layer', value: course.layer },
    { label: 'Site', value: siteNames[course.site] },
    { label: 'Began at', value: onsetStep(layer), unit: 'step' },
    ...(crossing ? [{ label: 'Floor expected at', value: crossing.at, unit: 'step', low: Math.max(crossing.low, last), high: crossing.high }] : []),
    ...rankEvidence(layer),
    ...(losses.then === undefined ? [] : [{ label: 'Loss when it began', value: losses.then }]),
    ...(losses.now === undefined ? [] : [{ label: 'Loss now', value: losses.now }]),
    { label: 'Sampling', value: course.sampling },
  ];
}

const siteNames = { pre: 'before the nonlinearity', post: 'after the nonlinearity', weight: 'weights' } as const;

function rankEvidence({ course, records, verdict }: JudgedLayer): Evidence[] {
  const { effectiveRank, softRank, hardRank } = course.measures;
  const at = (column: Float64Array, step: number): number => column[course.steps.indexOf(step)];
  const [onset, last] = [records.steps[verdict.onset], records.steps.at(-1) ?? NaN];
  const width = course.width > 0 ? [{ label: 'Width', value: course.width }] : [];
  return [
    { label: 'Hard rank', value: at(hardRank, last), reference: at(hardRank, onset) },
    { label: 'Soft rank', value: at(softRank, last), reference: at(softRank, onset) },
    { label: 'Effective rank (of the singular values)', value: at(effectiveRank, last), reference: at(effectiveRank, onset) },
    ...width,
  ].filter(({ value }) => Number.isFinite(value));
}

function otherLayer(layer: JudgedLayer, settings: Settings): Evidence {
  const { now, floor } = utilisationOf(layer, settings);
  return { label: `Layer ${layer.course.layer}, since step ${formatStep(onsetStep(layer))}`, value: now, reference: floor };
}

function adviceFor(layer: JudgedLayer, run: Run): readonly Advice[] {
  const onset = onsetStep(layer);
  const checkpoint = run.checkpoints.filter((step) => step <= onset).at(-1);
  const back = checkpoint === undefined
    ? `No checkpoint is left from before step ${formatStep(onset)}: what is saved from now on has the collapse in it.`
    : `Go back to the checkpoint of step ${formatStep(checkpoint)} before changing anything: the later ones have the collapse in them.`;
  return [{ text: back }, { text: layer.course.site === 'weight' ? weightRemedy : remedies }];
}

const remedies = 'What helped in the spectral scaling study (arXiv 2510.00537), where Post-LN collapsed to a perplexity of 1,427: weight normalisation of the FFN linears '
  + '(25.1 at a width of 2.67×, 24.3 at 4×), hyperspherical normalisation (27.9 and 26.5), or Mix-LN as the placement of the norms.';
const weightRemedy = 'The matrix acts in about as many directions as its soft rank says. For an adapter, a smaller rank would now do the same; to keep more directions, '
  + 'go back and lower the learning rate.';
