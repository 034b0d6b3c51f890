import { t } from '../components/translate';
import { trustNotes } from '../components/trustNotes';
import type { Section } from './densityView';

/** What was left out, and how far the figures can be trusted. */
export function notesSection(): Section {
  return trustNotes(({ density, scaling, densityProblem }) => [
    ...density?.notes ?? [], ...scaling?.notes ?? [], ...(densityProblem !== null && scaling ? [densityProblem] : []),
  ], caveats());
}

function caveats(): readonly string[] {
  return [
    t('Density is the number of parameters with which the reference reaches a score, over the model\'s own (Densing Law, arXiv 2412.04315). It depends on the benchmark and on the reference, which is why both are named.'),
    t('Outside of the scores that the reference\'s curve covers there is no density, only “out of range”.'),
    t('The published fits and the table of 51 models are in no text that is public; the built-in references are fitted to public results and named. Published doubling times are 95 to 105 days.'),
    t('Intervals hold the scatter of the reference and of single scores, found by a bootstrap; beyond the sweep they are widened by what fits of its smaller runs missed.'),
  ];
}
