import type { Run } from '../../model/run';
import type { WidthCandidate } from '../../model/spectralReport';
import { linearFit } from '../../numerics/linearFit';
import { medianOf } from '../../numerics/medianOf';
import type { LayerCourse } from '../spectra/layerCourses';
import { savedParameters } from './savedParameters';

/** Records that it takes to tell growth from noise. */
const fewestRecords = 8;
const fewestLayers = 4;
/** Growth of the effective dimension over the later half of the records that counts as growing. */
const growing = 0.05;
/** Times the median utilisation of the layers. */
const much = 1.5;
const little = 0.5;
/** Widths come in multiples that suit the hardware. */
const multiple = 64;

/**
 * Of a single run: FFNs that use much of their width and whose effective dimension still grows would use more; those that use less than half
 * of what is usual and grow no more could be narrower, by as much as brings them to the usual utilisation.
 */
export function runCandidates(run: Run, courses: readonly LayerCourse[]): readonly WidthCandidate[] {
  const judged = courses.filter(({ site, sampling, width, steps, layer }) => site === 'post' && sampling !== 'severely under-sampled' && width > 0 && steps.length >= fewestRecords && /^\d+$/.test(layer));
  if (judged.length < fewestLayers) return [];
  const usual = medianOf(judged.map((course) => lastMedian(course.measures.sui)));
  return judged.flatMap((course) => candidateOf(run, course, usual) ?? []);
}

function candidateOf(run: Run, course: LayerCourse, usual: number): WidthCandidate | undefined {
  const { layer, width, measures } = course;
  const share = lastMedian(measures.sui) / usual;
  const effectiveDimension = lastMedian(measures.effectiveDimension);
  const growth = growthOf(course);
  if (!growth) return undefined;
  if (share >= much && growth.low > growing) return { layer, candidate: 'widen', width, effectiveDimension, suggestedWidth: null, savedParameters: null };
  const suggestedWidth = Math.ceil(effectiveDimension / usual / multiple) * multiple;
  if (share > little || growth.high > growing || suggestedWidth >= width) return undefined;
  return { layer, candidate: 'prune', width, effectiveDimension, suggestedWidth, savedParameters: savedParameters(width - suggestedWidth, run.model.hiddenSize) };
}

/** Interval of the relative growth of the effective dimension over the later half of the records. */
function growthOf({ steps, measures }: LayerCourse): { readonly low: number; readonly high: number } | undefined {
  const from = steps.length >> 1;
  const fit = linearFit(steps.subarray(from), measures.effectiveDimension.subarray(from).map(Math.log));
  const span = steps[steps.length - 1] - steps[from];
  return fit && { low: fit.low * span, high: fit.high * span };
}

function lastMedian(column: Float64Array): number {
  return medianOf(column.filter(Number.isFinite).slice(-5));
}
