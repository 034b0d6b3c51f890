import { positionOf, type LinePosition, type NumberPlace } from './linePosition';
import { LineShape } from './lineShape';
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
  readonly values: readonly (readonly [name: string, value: number])[];
}

/** Undefined for a line that says nothing. */
export function readGenericLine(line: string): GenericLine | undefined {
  return shapes.read(line) ?? readByPatterns(line);
}

/** The same by patterns alone. */
export function readByPatterns(line: string): GenericLine | undefined {
  const position = positionOf(line);
  if (!position && !carried.test(line)) return undefined;
  const values = valuesIn(line).filter((value) => (position ? !isPosition(value, position) : mayBeCarried(line, value)));
  if (!position && values.length === 0) return undefined;
  const evaluates = position?.batches === true && isEvaluation(line.slice(0, values[0]?.at));
  if (values.length > 0) shapes.learn(line, { ...position, evaluates, values });
  return lineOf({ ...position, evaluates, values });
}

function lineOf({ epoch, epochs, fine, of, evaluates, values }: LineReading): GenericLine {
  return {
    epoch: epoch?.value, epochs: epochs?.value, fine: fine?.value, of: of?.value, evaluates,
    values: values.map(({ name, value }) => [name, value]),
  };
}

function mayBeCarried(line: string, { name, at, start }: LineValue): boolean {
  return telling.test(name) && /[:=]/.test(line.slice(at, start));
}

function isPosition({ start }: LineValue, { epoch, fine }: LinePosition): boolean {
  return start === epoch?.start || start === fine?.start;
}

/** A line without a step belongs to the step that was named last, when it names a telling quantity with a sign. */
const carried = /(?:loss|acc|accuracy|ppl|perplexity|f1|auc|iou|dice|mse|mae|score|bleu|wer|cer|reward|psnr|map|iou)[a-z_\d@ ()%.'"-]{0,20}[:=]/i;

interface LineReading extends LinePosition {
  readonly evaluates: boolean;
  readonly values: readonly LineValue[];
}

/** How to read lines of one shape: which of their numbers is what. */
interface ShapeReading {
  readonly shape: LineShape;
  readonly numbers: Float64Array;
  readonly epoch: number;
  readonly epochs: number;
  readonly fine: number;
  readonly of: number;
  readonly evaluates: boolean;
  readonly values: readonly { readonly name: string; readonly index: number; readonly sign: 1 | -1 }[];
}

/**
 * What the patterns found in lines, by the lines' shapes: a log repeats a few, and comparing is several times as fast as searching. What
 * the patterns find depends on nothing but the shape, where each value is one number of it and no name holds one.
 */
class KnownShapes {
  #readings: ShapeReading[] = [];
  #learnt = 0;

  read(line: string): GenericLine | undefined {
    const found = this.#readings.findIndex(({ shape, numbers }) => shape.read(line, numbers));
    if (found < 0) return undefined;
    const reading = this.#readings[found];
    if (found > 0) this.#readings = [reading, ...this.#readings.filter((other) => other !== reading)];
    const { numbers } = reading;
    const numberAt = (index: number): number | undefined => (index < 0 ? undefined : numbers[index]);
    return {
      epoch: numberAt(reading.epoch), epochs: numberAt(reading.epochs), fine: numberAt(reading.fine), of: numberAt(reading.of), evaluates: reading.evaluates,
      values: reading.values.map(({ name, index, sign }) => [name, sign * numbers[index]] as const),
    };
  }

  /** Lines that are always new are seldom learnt. */
  learn(line: string, found: LineReading): void {
    if (++this.#learnt > learntAtOnce && this.#learnt % learntLater !== 0) return;
    const reading = longWord.test(line) ? undefined : readingOf(new LineShape(line), line, found);
    if (reading) this.#readings = [reading, ...this.#readings].slice(0, mostShapes);
  }
}

const mostShapes = 8;
const [learntAtOnce, learntLater] = [100, 16];
/** Whether a pattern takes so long a text whole depends on how long its numbers are. */
const longWord = /[\w./@'-]{28}|\|[^|]{300}/;

const shapes = new KnownShapes();

function readingOf(shape: LineShape, line: string, { epoch, epochs, fine, of, evaluates, values }: LineReading): ShapeReading | undefined {
  const counts = [epoch, epochs, fine, of].map((place) => indexOf(place, shape));
  const found = values.map(({ name, at, nameEnd, start, end }) => {
    const signed = line[start] === '-' || line[start] === '+' ? 1 : 0;
    const index = shape.hasNumberIn(at, nameEnd) ? -1 : shape.indexOf(start + signed, end);
    return { name, index, sign: line[start] === '-' ? -1 : 1 } as const;
  });
  if ([...counts, ...found.map(({ index }) => index)].includes(-1)) return undefined;
  return { shape, numbers: new Float64Array(shape.spans.length), epoch: counts[0], epochs: counts[1], fine: counts[2], of: counts[3], evaluates, values: found };
}

function indexOf(place: NumberPlace | undefined, shape: LineShape): number {
  return place ? shape.indexOf(place.start, place.end) : absent;
}

/** Unlike −1, which says that there is a number that is not one of the shape's. */
const absent = -2;
