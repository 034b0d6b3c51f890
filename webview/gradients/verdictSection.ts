import { formatCount, formatNumber, formatStep } from '../../src/model/format';
import type { Host } from '../components/host';
import { runVerdictSection } from '../components/runVerdict';
import { t } from '../components/translate';
import type { GradientsView, Section } from './gradientsView';

/** The one thing to say first, what to do about it, and the way to the run itself. */
export function verdictSection(host: Host): Section {
  return runVerdictSection(host, (view) => {
    const { state, sentence, advice } = view.report.verdict;
    return { run: view.summary.id, title: t('Gradients of {0}', view.summary.name), context: contextOf(view), state, sentence, advice };
  });
}

function contextOf({ summary, report: { influence } }: GradientsView): readonly string[] {
  return [
    summary.relativePath,
    ...(influence ? [formatCount(influence.modules.length, t('module'), t('modules'))] : []),
    ...(influence && influence.parameters !== null ? [t('{0} parameters', formatNumber(influence.parameters))] : []),
    t('step {0}', formatStep(influence?.step ?? summary.lastStep)),
  ];
}
