import { blueprintOf } from '../../analyzers/blueprint/blueprintOf';
import { sampleSelection } from '../../analyzers/blueprint/sampleSelection';
import { answeredTail, gradientTail } from '../../analyzers/gradients/gradientTail';
import { shareCurve } from '../../analyzers/gradients/influenceReport';
import { formatCount, formatNumber, formatPercent, formatStep } from '../../model/format';
import type { GradientMeasurement } from '../../model/gradient';
import type { SampleReport } from '../../model/gradientReport';
import { say } from '../../model/say';
import type { Settings } from '../../model/settings';
import { readText, type Files } from '../files';
import { chooseSamples, type ChosenSamples } from './chooseSamples';
import { loadSamples } from './loadSamples';
import type { Samples } from './samples';
import { recordedSamples } from './recordedSamples';
import type { SamplesFile } from './samplesFile';

/** Which samples are asked about, and of which model they are. Plain data. */
export interface SamplesQuestion extends SamplesFile {
  readonly measurement: GradientMeasurement | null;
  readonly settings: Settings;
}

/** Which samples of a run carry the gradient, or the loss; null where the recorder's file holds none, a sentence where a table cannot be read. */
export async function sampleReport({ path, recorded, measurement, settings }: SamplesQuestion, files: Files): Promise<SampleReport | { readonly error: string } | null> {
  const samples = recorded ? recordedSamples(await readText(files.source(path), largest) ?? '') : await loadSamples(path, files);
  if (!samples || 'error' in samples) return samples ?? null;
  const chosen = choiceOf(samples, measurement, settings);
  const { ids, influence, measure } = samples;
  const choice = 'error' in chosen ? null : chosen;
  const values = Float64Array.from(influence);
  return {
    path, measure, samples: ids.length,
    tail: gradientTail(answeredTail({ over: 'samples', label: `${measure} of ${formatCount(ids.length, 'sample')}`, values })),
    share: shareCurve(influence.filter((value) => value >= 0).map((value) => ({ value, size: 1 })), ids.map(String), 'samples'),
    selection: choice && { qStar: choice.qStar, delta: choice.delta, misfit: choice.misfit.largest, gain: choice.gain, keep: choice.keep },
    sentence: 'error' in chosen ? chosen.error : sentenceOf(chosen, ids.length),
    joint: choice?.joint ?? null,
  };
}

/** Bytes of the recorder's file up to which it is searched for samples. */
const largest = 256e6;

/** With the modules where the samples are of this model, else of the samples alone. */
function choiceOf(samples: Samples, measurement: GradientMeasurement | null, settings: Settings): ChosenSamples | { readonly error: string } {
  const blueprint = measurement && blueprintOf(measurement, settings);
  const together = blueprint && !('error' in blueprint) ? chooseSamples(samples, blueprint, settings) : undefined;
  if (together && !('error' in together)) return together;
  const alone = sampleSelection(samples.ids, samples.influence, { fixed: settings['blueprint.dataCostFixed'], perFraction: settings['blueprint.dataCostPerFraction'] });
  return 'error' in alone ? alone : { ...alone, measure: samples.measure };
}

function sentenceOf({ measure, qStar, gain, keep, misfit }: ChosenSamples, count: number): string {
  const doubt = misfit.largest > poorFit ? say` The share of the influence is no power of the share of the samples (off by up to ${formatPercent(misfit.largest)}), so that this is a rough guess.` : '';
  const what = measure === 'loss' ? say`the loss, which stands in for the gradient norm` : say`the gradient norm`;
  if (qStar === 1) return say`All data win: at this cost no part of the ${formatCount(count, 'sample')} gives more gain per cost, judged by ${what}.${doubt}`;
  return say`Training on the ${formatStep(keep.length)} samples (${formatPercent(qStar)}) that count most gives ${formatNumber(gain)} times the gain per cost of all, judged by ${what}.${doubt}`;
}

/** As of modules: distance of the share from its power law from which on the optimum is not to be relied on. */
const poorFit = 0.1;
