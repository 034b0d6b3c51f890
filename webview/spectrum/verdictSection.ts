import { formatCount, formatStep } from '../../src/model/format';
import type { Host } from '../components/host';
import { runVerdictSection } from '../components/runVerdict';
import { t } from '../components/translate';
import { spectralVerdict } from './spectralVerdict';
import type { Section, SpectrumView } from './spectrumView';

/** The one thing to say first, what to do about it, and the way to the run itself. */
export function verdictSection(host: Host): Section {
  return runVerdictSection(host, (view) => {
    const { state, sentence, advice } = spectralVerdict(view.summary, view.report);
    return { run: view.summary.id, title: t('Spectra of {0}', view.summary.name), context: contextOf(view), state, sentence, advice };
  });
}

function contextOf({ summary, report }: SpectrumView): readonly string[] {
  const last = report.layers.reduce((most, { steps }) => Math.max(most, steps[steps.length - 1] ?? 0), 0);
  return [summary.relativePath, formatCount(new Set(report.layers.map(({ layer }) => layer)).size, t('layer'), t('layers')), t('last record at step {0}', formatStep(last))];
}
