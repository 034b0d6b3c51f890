import type { Finding } from '../model/finding';
import { formatNumber, formatStep } from '../model/format';
import { lastStep, type Run } from '../model/run';
import type { Settings } from '../model/settings';
import type { WidthGroup, WidthLaw } from '../model/spectralReport';
import type { Evidence } from '../model/finding';
import { say } from '../model/say';
import type { WorkspaceAnalyzer } from './analyzer';
import { widthReportOf } from './widths/widthReport';
import { copiedSpectra, type CopiedSpectra } from './widths/copiedSpectra';
import { groupsOfRuns, type RunsOfWidths } from './widths/groupsOfRuns';
import { savedParameters } from './widths/savedParameters';

/** Runs of different FFN width: which are wider than pays, and which hold each other's numbers. */
export const spectralWidth: WorkspaceAnalyzer = {
  name: 'spectral-width',
  * compare(runs, settings) {
    const withSpectra = runs.filter(({ series }) => series.some(({ metric }) => metric.startsWith('spectrum/')));
    if (withSpectra.length < 2) return [];
    const findings = copiedSpectra(withSpectra).map(copyFinding);
    for (const group of groupsOfRuns(withSpectra, settings)) {
      yield;
      findings.push(...saturated(group, withSpectra, settings));
    }
    return findings;
  },
};

function saturated(runs: RunsOfWidths, all: readonly Run[], settings: Settings): Finding[] {
  const [group] = widthReportOf(runs.rows, settings).groups;
  const enough = group?.paysUpTo ?? null;
  if (runs.site !== 'post' || enough === null) return [];
  return runs.rows.flatMap(({ width, run: name, hiddenSize, softRank, hardRank }) => {
    const run = all.find((each) => each.name === name);
    return run && width > enough ? [saturatedFinding(run, { width, enough, hiddenSize, softRank, hardRank }, group)] : [];
  });
}

interface Wide {
  readonly width: number;
  readonly enough: number;
  readonly hiddenSize: number | undefined;
  readonly softRank: number;
  readonly hardRank: number;
}

function saturatedFinding(run: Run, { width, enough, hiddenSize, softRank, hardRank }: Wide, group: WidthGroup): Finding {
  const point = group.points.find((each) => each.width === width);
  const saved = savedParameters(width - enough, hiddenSize);
  const perLayer = saved === null ? [] : [{ label: say`Parameters a layer saved at ${formatStep(enough)}`, value: saved }];
  return {
    rule: 'width-saturated',
    level: 'note',
    run: run.id,
    since: lastStep(run),
    headline: say`Its FFN is ${formatStep(width)} wide, and beyond ${formatStep(enough)} more width buys little: effective dimension ${formatNumber(point?.effectiveDimension ?? NaN)} of ${formatStep(width)}.`,
    evidence: [
      { label: say`Soft rank`, value: softRank }, { label: say`Hard rank`, value: hardRank },
      ...lawEvidence(say`β soft`, group.soft), ...lawEvidence(say`β hard`, group.hard), ...perLayer,
    ],
    advice: [{ text: say`A width of ${formatStep(enough)} would do as far as the spectra tell; check that the loss agrees before narrowing the next run.` }],
  };
}

function lawEvidence(label: string, law: WidthLaw | null): Evidence[] {
  if (!law) return [];
  return [{ label: law.supported ? label : say`${label} (not supported)`, value: law.beta, low: law.low, high: law.high }];
}

function copyFinding({ first, second, layer, site, since, records }: CopiedSpectra): Finding {
  return {
    rule: 'identical-spectra',
    level: 'warning',
    run: second.id,
    since,
    headline: say`The spectra of layer ${layer} (${site}) are bit-identical to those of ${first.name} at ${formatStep(records)} steps.`,
    evidence: [{ label: say`Identical records`, value: records, reference: 3 }, { label: say`Other run`, value: first.name }],
    advice: [{ text: say`Two runs never agree to the last bit unless they are the same: one of the files holds rows of the other. Fit no law to both before it is clear which.` }],
  };
}
