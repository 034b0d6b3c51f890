import { formatStep, listed } from '../../model/format';
import type { Run } from '../../model/run';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import type { WidthGroup, WidthLaw, WidthPoint, WidthReport, WidthRow } from '../../model/spectralReport';
import type { UtilisationNormalisation } from '../../model/spectrum';
import { medianOf } from '../../numerics/medianOf';
import { utilisation } from '../../numerics/spectrum/utilisation';
import { widthLaw } from '../../numerics/widthLaw';
import { copiedRows } from './copiedRows';
import { groupName } from './groupName';
import { groupsOfRuns } from './groupsOfRuns';
import { possibleRows } from './impossibleRows';
import { layerCandidates } from './layerCandidates';
import { paysUpTo } from './paysUpTo';
import { widthAdvice } from './widthAdvice';

/** How ranks grow with the FFN width over the runs of a workspace. Groups of a single width are left out. */
export function widthReport(runs: readonly Run[], settings: Settings): WidthReport {
  const groups = groupsOfRuns(runs, settings);
  const report = widthReportOf(groups.flatMap(({ rows }) => rows), settings);
  const candidates = new Map(groups.map((group) => [group.name, layerCandidates(group, settings['spectrum.normalisation'])]));
  return { ...report, groups: report.groups.map((group) => ({ ...group, candidates: candidates.get(group.name) ?? [] })) };
}

/** The same of rows, as a table of a sweep holds them. */
export function widthReportOf(given: readonly WidthRow[], settings: Settings): WidthReport {
  const { rows, troubles } = possibleRows(given);
  const byGroup = new Map<string, WidthRow[]>();
  for (const row of rows) {
    const name = groupName(row);
    byGroup.set(name, [...byGroup.get(name) ?? [], row]);
  }
  const all = [...byGroup].map(([name, members]) => groupOf(name, members, settings['spectrum.normalisation']));
  const groups = all.filter(({ points }) => points.length > 1);
  const narrow = groups.filter(({ points }) => points.length < fewestWidths);
  return { groups, troubles: [...troubles, ...copiedRows(rows), ...narrow.map(tooFew)] };
}

const fewestWidths = 3;

function tooFew({ name, points }: WidthGroup): string {
  return say`${name}: a law needs runs of at least ${fewestWidths} widths, and there are ${points.length} (${listed(points.map(({ width }) => formatStep(width)))}).`;
}

function groupOf(name: string, rows: readonly WidthRow[], normalisation: UtilisationNormalisation): WidthGroup {
  const points = pointsOf(rows, normalisation);
  const soft = lawOf(rows, ({ softRank }) => softRank);
  const hard = lawOf(rows, ({ hardRank }) => hardRank);
  const asymmetry = soft && hard ? soft.beta - hard.beta : null;
  const group = { name, site: rows[0].site, points, soft, hard, asymmetry, paysUpTo: paysUpTo(points) };
  return { ...group, advice: widthAdvice(group) };
}

/** Through every run: two seeds at one width are two points of the law. */
function lawOf(rows: readonly WidthRow[], rankOf: (row: WidthRow) => number): WidthLaw | null {
  const known = rows.filter((row) => rankOf(row) > 0);
  return widthLaw(known.map(({ width }) => width), known.map(rankOf)) ?? null;
}

function pointsOf(rows: readonly WidthRow[], normalisation: UtilisationNormalisation): WidthPoint[] {
  const widths = [...new Set(rows.map(({ width }) => width))].sort((a, b) => a - b);
  const points = widths.map((width) => {
    const members = rows.filter((row) => row.width === width);
    const ranks = { softRank: finiteMedian(members.map(({ softRank }) => softRank)), hardRank: finiteMedian(members.map(({ hardRank }) => hardRank)), width };
    return { ...ranks, effectiveDimension: utilisation(ranks, normalisation).effectiveDimension, runs: [...new Set(members.map(({ run }) => run))] };
  });
  return points.map((point, i) => ({ ...point, marginalDimension: i === 0 ? NaN : (point.effectiveDimension - points[i - 1].effectiveDimension) / (point.width - points[i - 1].width) }));
}

function finiteMedian(values: readonly number[]): number {
  return medianOf(values.filter(Number.isFinite));
}
