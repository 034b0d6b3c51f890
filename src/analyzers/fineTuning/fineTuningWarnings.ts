import type { Candidate } from '../../model/fineTuning';
import { formatStep } from '../../model/format';
import { say } from '../../model/say';

/** What makes a forecast of these candidates doubtful, a sentence each. Candidates have losses up to the budget only. */
export function forecastWarnings(candidates: readonly Candidate[], { full }: { readonly full: number }): readonly string[] {
  return [...alone(candidates), ...candidates.filter(rises).map(risen), ...worsened(candidates), ...tokenizers(candidates), ...farBeyond(candidates, full)];
}

/** Whether more data brought a higher loss, by more than the seed can. */
export function rises({ losses }: Candidate): boolean {
  return losses[losses.length - 1] > losses[0] * noise;
}

/** Two trainings that differ in nothing but the seed differ by about 0.4 %; this is twice the deviation of their difference. */
const noise = 1 + 2 * Math.SQRT2 * 0.004;

function alone(candidates: readonly Candidate[]): readonly string[] {
  if (candidates.length > 1) return [];
  return [say`${candidates[0].name} is the only model with enough sizes, so there is nothing to choose from: measure at least one other.`];
}

function risen({ name, sizes, losses }: Candidate): string {
  const last = losses.length - 1;
  return say`The loss of ${name} rises with more data (${losses[0].toPrecision(4)} at ${formatStep(sizes[0])} samples, ${losses[last].toPrecision(4)} at ${formatStep(sizes[last])}), which no law of fine-tuning foresees: do not rely on its forecast before its learning rate and its test data are checked.`;
}

function worsened(candidates: readonly Candidate[]): readonly string[] {
  return candidates.filter(({ zeroShot, losses }) => zeroShot !== undefined && losses.every((loss) => loss > zeroShot * noise))
    .map(({ name, zeroShot = NaN, losses }) => say`Fine-tuning has only made ${name} worse so far (${zeroShot.toPrecision(4)} before, ${Math.min(...losses).toPrecision(4)} at best): lower its learning rate before it is compared.`);
}

function tokenizers(candidates: readonly Candidate[]): readonly string[] {
  const known = [...new Set(candidates.flatMap(({ tokenizer }) => tokenizer ?? []))];
  if (known.length < 2) return [];
  return [say`The models have different tokenizers (${known.slice(0, 3).join(', ')}${known.length > 3 ? ', …' : ''}): losses per token of different tokenizers do not compare; use losses per byte or per character.`];
}

function farBeyond(candidates: readonly Candidate[], full: number): readonly string[] {
  const factor = full / Math.max(...candidates.map(({ sizes }) => sizes[sizes.length - 1]));
  if (factor <= tested) return [];
  return [say`The full data is ${formatStep(factor)} times the largest measured size; intervals were tested up to ${tested} times, so measure larger sizes before you rely on them.`];
}

/** Between the smallest budget and the full size of the published tables. */
const tested = 512;
