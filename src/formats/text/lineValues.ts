import { parseNumber } from './number';

/** A named value of a line. */
export interface LineValue {
  readonly name: string;
  readonly value: number;
  /** Where the name begins and ends, the number begins, and the number ends. */
  readonly at: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
}

/** Names of quantities that training logs have. */
export const telling = /loss|(?:^|[^a-z])(?:acc|ap|err|perp|ppl|lr|cost|xent|reward|return|score|bleu|rouge|f1|mse|rmse|mae|nll|auc|auroc|iou|miou|dice|\w?map|wer|cer|psnr|ssim|fid|elbo|learn|entropy|kl|r2)(?:[^a-z]|$)|[am]acc|accuracy|error|perplexity|learning.rate|precision|recall|entropy|logloss/i;

/** Every value that a line names with a colon or an equals sign, and those of telling names that stand without. */
export function valuesIn(line: string): LineValue[] {
  const values: LineValue[] = [];
  let phase = '';
  let behind = 0;
  pair.lastIndex = 0;
  for (let match = pair.exec(line); match; match = pair.exec(line)) {
    const [whole, phrase, between, written] = match;
    const name = between.trim() === '' ? besideNumber(phrase) : phrase.replace(chatter, '').replace(/['"]+$| (?:is|was)$/, '');
    phase = phaseIn(line.slice(behind, match.index)) ?? phaseIn(name.replaceAll('_', '')) ?? phase;
    behind = match.index + whole.length;
    if (name === '' || isNoMetric(name)) continue;
    const start = behind - written.length;
    const place = phase !== '' ? averageBehind(line, start, behind) : { start, end: behind };
    const value = parseNumber(line.slice(place.start, place.end));
    const named = namedBy(phase, name);
    if (value !== undefined && !values.some((other) => other.name === named)) values.push({ name: named, value, at: match.index, nameEnd: match.index + phrase.length, ...place });
  }
  return values;
}

/** Whether a text before values says that they come from an evaluation. */
export function isEvaluation(text: string): boolean {
  return (phaseIn(text) ?? '') !== '';
}

const word = String.raw`(?!(?:so far )?(?:is|was) )[a-z_][\w./@'-]`;
const number = String.raw`[-+]?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|[-+]?inf(?:inity)?`;
/** Names of up to three words, a unit or a verb behind them, and numbers that Python shows with their types. */
const pair = new RegExp(
  String.raw`(?<![\w.@])((?:${word}{0,30} ){0,2}${word}{0,60})(?: \([a-z%/]{1,12}\))?(['"]?\s?[:=]\s*['"[(]?(?:tensor\(|(?:np|numpy)\.float\d+\(|array\()?|\s+(?:(?:so far )?(?:is|was) )?)(${number})(?![\w:.]\w|\w|\s?/\s?\d|%\|)`, 'gi');

/** Of words before a number without a sign between them the last counts, with a word that qualifies it. */
function besideNumber(phrase: string): string {
  const words = phrase.split(' ');
  const last = words[words.length - 1];
  if (!telling.test(last) || /^(?:error|return|score|map|kl|precision|recall)$/i.test(last)) return '';
  const before = words[words.length - 2] ?? '';
  return qualifier.test(before) ? `${before} ${last}` : last;
}

const qualifier = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|eval|test|avg|average|mean|total|learning|grad(?:ient)?|lm)$/i;
/** Words of sentences and of loggers before a name. */
const chatter = /^(?:(?:info|debug|warning|and|with|the|at|is|has|of|for|on|in|current|now) )+/i;

function isNoMetric(name: string): boolean {
  const plain = name.toLowerCase();
  const last = plain.slice(plain.lastIndexOf(' ') + 1);
  return noMetric.has(last) || sourceFile.test(last) || summary.test(plain) || /batch.?size/.test(plain);
}

const noMetric = new Set([
  'epoch', 'epochs', 'ep', 'poch', 'step', 'steps', 'iter', 'iters', 'iteration', 'iterations', 'batch', 'update', 'global_step', 'train_step', 'num_updates', 'time', 'eta', 'port', 'pid',
  'rank', 'seed', 'line', 'version', 'v', 'it', 'up.', 'ep.',
]);
const sourceFile = /\.(?:py|pyx|ipynb|cpp|cc|cu|c|h|hpp|cuh|java|lua|jl|rs|go|ts|js)$/;
/** What is said about other steps than that of the line. */
const summary = /(?:^|[ _])(?:best|max|min|lowest|highest|previous|prev|final|target|patience|counter)(?:[ _]|$)/;

const phaseWord = /(?<![\w./\\-])(?:(train|training)|(val|valid|validation|vali|validating|eval|evaluation|evaluating|evaluate|dev|cv|saving dict)|(test|testing))(?![\w/\\-])/gi;

/** The last phase that a text names: '' for training, undefined for none. */
function phaseIn(text: string): string | undefined {
  let phase: string | undefined;
  for (const [, , validation, test] of text.matchAll(phaseWord)) phase = validation ? 'val' : test ? 'test' : '';
  return phase;
}

const ownPhase = /(?:^|[ _./-])(?:train|training|val|valid|validation|vali|eval|evaluation|test|dev|cv)(?:[ _./-]|$)/i;

/** Names of the values of a pass over an evaluation set, whose lines may say no more than those of training. */
export function evaluationNames(names: readonly string[]): readonly string[] {
  return names.some((name) => ownPhase.test(name)) ? names : names.map((name) => namedBy('val', name));
}

/** Measures of quality are those of the phase that the line named last. */
function namedBy(phase: string, name: string): string {
  return phase === '' || ownPhase.test(name) || !telling.test(name) || /^lr$|learning.rate/i.test(name) ? name : `${phase} ${name}`;
}

const average = new RegExp(String.raw`^\s*\(\s*(${number})\s*\)`, 'i');

/** Behind the value of one batch stands the mean of all of them in parentheses. */
function averageBehind(line: string, start: number, end: number): { readonly start: number; readonly end: number } {
  const match = average.exec(line.slice(end));
  if (!match) return { start, end };
  const at = end + match[0].lastIndexOf(match[1]);
  return { start: at, end: at + match[1].length };
}
