import { positionOf, type LinePosition } from './linePosition';
import { isEvaluation, telling, valuesIn, type LineValue } from './lineValues';

/** What a line of unknown origin says: where it stands, or at least one value. */
export interface GenericLine {
  readonly epoch: number | undefined;
  /** Number of epochs that are planned. */
  readonly epochs: number | undefined;
  /** A step finer than an epoch, and how many of them there will be. */
  readonly fine: number | undefined;
  readonly of: number | undefined;
  /** Batches of a pass over an evaluation set: they are no steps of training. */
  readonly evaluates: boolean;
  readonly names: readonly string[];
  /** One for each name. */
  readonly values: readonly number[];
}

/** The same with the places of its numbers. */
export interface PlacedLine extends LinePosition {
  readonly evaluates: boolean;
  readonly values: readonly LineValue[];
}

/** Longer lines say nothing. */
export const longestLine = 1000;
/** Longer lines without values say nothing. */
export const longestHeading = 120;

/** Whether the next line is that of an earlier step, said again. */
export function quotesNext(line: string): boolean {
  return /\bbest iteration is:?\s*$/i.test(line);
}

/** Undefined for a line that says nothing. */
export function readGenericLine(line: string): GenericLine | undefined {
  const found = placedLine(line);
  return found && saidBy(found);
}

export function saidBy({ epoch, epochs, fine, of, evaluates, values }: PlacedLine): GenericLine {
  return {
    epoch: epoch?.value, epochs: epochs?.value, fine: fine?.value, of: of?.value, evaluates,
    names: values.map(({ name }) => name), values: values.map(({ value }) => value),
  };
}

export function placedLine(line: string): PlacedLine | undefined {
  const position = positionOf(line);
  const isSummary = !position && summary.test(line);
  if (!position && !isSummary && !carried.test(line)) return undefined;
  const values = valuesIn(line).filter((value) => (position ? !isPosition(value, position) : isSummary || mayBeCarried(line, value)));
  if (!position && values.length === 0) return undefined;
  return { ...position, evaluates: position?.batches === true && isEvaluation(line.slice(0, values[0]?.at)), values };
}

function mayBeCarried(line: string, { name, at, start }: LineValue): boolean {
  return telling.test(name) && /[:=]/.test(line.slice(at, start));
}

function isPosition({ start }: LineValue, { epoch, fine }: LinePosition): boolean {
  return start === epoch?.start || start === fine?.start;
}

/** A line without a step belongs to the step that was named last, when it names a telling quantity with a sign. */
const carried = /(?:loss|acc|accuracy|ppl|perplexity|f1|auc|iou|dice|mse|mae|score|bleu|wer|cer|reward|psnr|map|iou)[a-z_\d@ ()%.'"-]{0,20}[:=]/i;
/** A line that says whose measures it holds may name them without a sign: `TEST : loss 0.11 - score 0.93`. */
const summary = /(?:^|[^\w./])(?:dev|test|val(?:id(?:ation)?)?|eval(?:uation)?)\s*:\s+(?:loss|acc|accuracy|f1|score)\s+\d/i;
