import type { ForecastReport } from '../../src/model/forecastReport';
import { formatNumber } from '../../src/model/format';
import { t } from '../components/translate';
import { trustNotes } from '../components/trustNotes';
import type { Section } from './forecastView';

/** What was left out, how good the forecast proved, and how far its methods can be trusted. */
export function notesSection(): Section {
  return trustNotes(({ report }) => notesOn(report), caveats());
}

function notesOn({ forecast, evaluation }: ForecastReport): readonly string[] {
  const proved = evaluation ? [t('Against the losses measured on all data: correlation {0} %, relative accuracy of the choice {1} %, RMSE {2}; {3} % lie within their interval.', ...[evaluation.PearCorr, evaluation.RelAcc, evaluation.RMSE, evaluation.coverage].map((value) => formatNumber(Number(value.toPrecision(3)))))] : [];
  return [...proved, ...forecast?.omitted.map(({ reason }) => reason) ?? []];
}

function caveats(): readonly string[] {
  return [
    t('The combination is the geometric mean of the rectified scaling law L(D) = B/(D_l + D^β) + E (arXiv 2402.02314), averaged over its shapes with a prior that all candidates share, and of accept-then-stop, a line through the last points on logarithmic axes.'),
    t('On FLAN and WMT19 (30 models) its error was below that of accept-then-stop in all 14 pairs of data set and budget, by a quarter on average, and 98 % of the losses lay within their 95 % intervals; both picked equally good models. These data sets were known while it was made.'),
    t('The figures published for LensLLM (selection accuracy 91.1 %, 88.5 % less cost) could not be reproduced from its released files; none of them is claimed here.'),
    t('FLOPs count 6 for each parameter and token; multiply by the tokens of a sample and the epochs.'),
  ];
}
