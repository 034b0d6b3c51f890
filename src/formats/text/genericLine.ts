import { LineShape } from './lineShape';
import { parseNumber } from './number';

/** What a line of unknown origin says: at least one of `epoch` and `fine`, and at least one value. */
export interface GenericLine {
  readonly epoch: number | undefined;
  /** A step finer than an epoch, and how many of them there will be. */
  readonly fine: number | undefined;
  readonly of: number | undefined;
  readonly values: readonly (readonly [name: string, value: number])[];
}

/** Undefined for a line that names no step or no value. */
export function readGenericLine(line: string): GenericLine | undefined {
  return shapes.read(line) ?? readByPatterns(line);
}

/** Names of quantities that training logs have. */
export const telling = /loss|acc|err|ppl|perplexity|reward|score|bleu|f1|mse|mae|auc|iou|dice|^lr$|learning.rate/i;

const fineStep = /\b(?:global[_ ]?step|train[_ ]?step|step|iter(?:ation)?|update|batch)\b[^\d\n+-]{0,3}(\d{1,15})(?![\d.]*[.\d]\d)(?:\s*\/\s*(\d{1,15}))?/i;
const epochStep = /\bepoch\b[^\d\n+-]{0,3}(\d{1,9})(?:\s*\/\s*\d{1,9})?/i;
const number = String.raw`[-+]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|[-+]?inf(?:inity)?`;
const pair = new RegExp(String.raw`(?:\b(train(?:ing)?|val(?:id(?:ation)?)?|eval|test|avg|average|mean|total|learning|grad(?:ient)?|lm) )?([a-z_][\w./-]{0,60})(\s?[:=]\s*|\s+)(${number})(?![\w:.]\w|\w)`, 'gi');
const noMetric = new Set(['epoch', 'poch', 'step', 'steps', 'iter', 'iters', 'iteration', 'iterations', 'batch', 'update', 'global_step', 'train_step', 'time', 'eta', 'port', 'pid', 'rank', 'seed', 'line', 'version', 'v', 'it']);

/** The same by patterns alone. */
export function readByPatterns(line: string): GenericLine | undefined {
  const epoch = epochStep.exec(line);
  const fine = fineStep.exec(line);
  if (!epoch && !fine) return undefined;
  const values = valuesIn(line);
  if (values.length === 0) return undefined;
  shapes.learn(line, { epoch, fine, values });
  return {
    epoch: epoch ? +epoch[1] : undefined,
    fine: fine ? +fine[1] : undefined,
    of: fine?.[2] === undefined ? undefined : +fine[2],
    values: values.map(({ name, value }) => [name, value]),
  };
}

interface FoundValue {
  readonly name: string;
  readonly value: number;
  /** Where the name begins, the number begins, and the number ends. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

function valuesIn(line: string): FoundValue[] {
  const values: FoundValue[] = [];
  pair.lastIndex = 0;
  for (let match = pair.exec(line); match; match = pair.exec(line)) {
    const [whole, qualifier, name, between, written] = match;
    if (noMetric.has(name.toLowerCase()) || (between.trim() === '' && !telling.test(name))) continue;
    const plain = written.endsWith(',') ? written.slice(0, -1) : written;
    const value = parseNumber(plain);
    const start = match.index + whole.length - written.length;
    if (value !== undefined) values.push({ name: qualifier ? `${qualifier} ${name}` : name, value, at: match.index, start, end: start + plain.length });
  }
  return values;
}

interface PatternMatches {
  readonly epoch: RegExpExecArray | null;
  readonly fine: RegExpExecArray | null;
  readonly values: readonly FoundValue[];
}

/** How to read lines of one shape: which of their numbers is what. */
interface ShapeReading {
  readonly shape: LineShape;
  readonly numbers: Float64Array;
  readonly epoch: number;
  readonly fine: number;
  readonly of: number;
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
      epoch: numberAt(reading.epoch), fine: numberAt(reading.fine), of: numberAt(reading.of),
      values: reading.values.map(({ name, index, sign }) => [name, sign * numbers[index]] as const),
    };
  }

  /** Lines that are always new are seldom learnt. */
  learn(line: string, matches: PatternMatches): void {
    if (++this.#learnt > learntAtOnce && this.#learnt % learntLater !== 0) return;
    const reading = longWord.test(line) ? undefined : readingOf(new LineShape(line), line, matches);
    if (reading) this.#readings = [reading, ...this.#readings].slice(0, mostShapes);
  }
}

const mostShapes = 8;
const [learntAtOnce, learntLater] = [100, 16];
/** Whether the pattern takes so long a name whole depends on how long its numbers are. */
const longWord = /[\w./-]{40}/;

const shapes = new KnownShapes();

function readingOf(shape: LineShape, line: string, { epoch, fine, values }: PatternMatches): ShapeReading | undefined {
  const counts = [epoch, fine].map((match) => (match ? shape.indexOf(...firstNumberOf(match)) : absent));
  const of = fine?.[2] === undefined ? absent : shape.indexOf(endOf(fine) - fine[2].length, endOf(fine));
  const found = values.map(({ name, at, start, end }) => {
    const signed = line[start] === '-' || line[start] === '+' ? 1 : 0;
    const index = shape.hasNumberIn(at, start) ? -1 : shape.indexOf(start + signed, end);
    return { name, index, sign: line[start] === '-' ? -1 : 1 } as const;
  });
  if ([...counts, of, ...found.map(({ index }) => index)].includes(-1)) return undefined;
  return { shape, numbers: new Float64Array(shape.spans.length), epoch: counts[0], fine: counts[1], of, values: found };
}

/** Unlike −1, which says that there is a number that is not one of the shape's. */
const absent = -2;

/** What stands before the number in these patterns has no digits. */
function firstNumberOf(match: RegExpExecArray): [start: number, end: number] {
  const start = match.index + match[0].search(/\d/);
  return [start, start + match[1].length];
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].length;
}
