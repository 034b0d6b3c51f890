/** A number of a line: its value, and where it stands. */
export interface NumberPlace {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Where in its training a line stands, as far as it says. */
export interface LinePosition {
  readonly epoch?: NumberPlace;
  /** Number of epochs that are planned. */
  readonly epochs?: NumberPlace;
  /** A step finer than an epoch, and how many of them there will be. */
  readonly fine?: NumberPlace;
  readonly of?: NumberPlace;
  /** The finer steps are batches, of which a pass over an evaluation set has its own. */
  readonly batches?: boolean;
}

/** Undefined for a line that names neither an epoch nor a step. */
export function positionOf(line: string): LinePosition | undefined {
  if (!/\d/.test(line)) return undefined;
  const whole = firstMatch(wholeLines, line);
  if (whole) return { ...placesOf(whole), batches: true };
  const epoch = placesOf(epochWord.exec(line));
  const step = placesOf(stepWord.exec(line) ?? iterationWord.exec(line));
  if (step.fine) return { ...epoch, ...step };
  const batch = placesOf(batchWord.exec(line));
  if (batch.fine) return { ...epoch, ...batch, batches: true };
  const episode = placesOf(episodeWord.exec(line));
  if (episode.fine) return { ...epoch, ...episode };
  const count = placesOf(firstMatch(epoch.epoch ? countsBehindEpoch : counts, line));
  if (count.fine) return { ...epoch, ...count, batches: true };
  return epoch.epoch ? epoch : undefined;
}

const integer = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?!\w|,\d|[\d.]*[.\d]\d)`;
/** What stands between a word and its number: `: `, ` [`, `=`, `': `. */
const joint = String.raw`[^\w\n+-]{0,8}`;
const other = String.raw`(?<!(?:per|best|last|each|every|from)[ _-]|\/)`;
const planned = String.raw`(?:\s*(?:\/|of)\s*(?<of>\d{1,15}))?`;

const epochWord = new RegExp(String.raw`${other}\b(?:epoch|ep)\b\.?${joint}(?<epoch>\d{1,9}(?:\.\d{1,9})?)(?![\w.])(?:\s*(?:\/|of)\s*(?<epochs>\d{1,9}))?`, 'id');
const stepWord = new RegExp(String.raw`\b(?:global[_ ]?step|num_updates)\b${joint}(?<fine>${integer})${planned}`, 'id');
const iterationWord = new RegExp(String.raw`${other}(?:\b(?:train(?:ing)?[_ ]?step|step|iter|iters|iteration|update)\b|\bUp\.)${joint}(?<fine>${integer})${planned}`, 'id');
/** `Batch 20`, `batch i:20`, and `Batch [0-20]`, which names the first too. */
const batchWord = new RegExp(String.raw`${other}\b(?:mini)?batch\b(?:[ _](?:i|idx|index|no|num|number)\b)?${joint}(?:\d{1,15}-)?(?<fine>${integer})${planned}`, 'id');

const episodeWord = new RegExp(String.raw`${other}\bepisode\b${joint}(?<fine>${integer})${planned}`, 'id');

/** Lines whose beginning alone says what their numbers are. */
const wholeLines = [
  // [3/25][100/1583] Loss_D: 0.5, and INFO Train: [0/300][100/1251] eta 0:10:00 loss 6.9 (6.9)
  /(?:^|\bTrain: )\[(?<epoch>\d{1,9})\/(?<epochs>\d{1,9})\]\s*\[(?<fine>\d{1,15})\/(?<of>\d{1,15})\]/d,
  // [2,  4000] loss: 1.9
  /^\[(?<epoch>\d{1,9}),\s+(?<fine>\d{1,15})\]\s+loss/d,
  // Train: 3 [ 50/1251 (  4%)]  Loss: 6.9, and the same with epochs that are planned
  /\bTrain: +(?<epoch>\d{1,9})(?:\/(?<epochs>\d{1,9}))? (?:\( *\d+%\) )?\[ *(?<fine>\d{1,15})\/(?<of>\d{1,15})/d,
  // TRAIN Batch 3/100 loss 12.3: epoch and batch
  /\b(?:TRAIN|CV) Batch (?<epoch>\d{1,9})\/(?<fine>\d{1,15}) loss/d,
  // Test: [ 10/48]  Loss: 0.5
  /(?:^|\bINFO )(?:test|val\w*|eval\w*): +\[ *(?<fine>\d{1,15})\/(?<of>\d{1,15})/id,
];

/** Numbers of boosting rounds, of rows and of steps that begin a line. */
const leading = [
  /^\[(?<fine>\d{1,9})\]\s+(?=[^\s:\]][^:\]]{0,80}:\s?[-+\d.n])/d,
  /^(?<fine>\d{1,9}):\s+learn:/d,
  /^(?<fine>\d{1,9}) \| (?:train )?loss/d,
  // logging_writer.py:48] [500] accuracy=0.1, loss=2.3
  /(?:^|\] )\[(?<fine>\d{1,9})\] (?=[\w/]{1,60}=[-+\d.n])/d,
  // [10 | 30.50] loss=3.46 avg=3.46
  /^\[(?<fine>\d{1,9}) \| [\d.]{1,15}\] (?=loss)/d,
];

const bar = /\d%\|[^|]{0,400}\|\s*(?<fine>\d{1,15})\/(?<of>\d{1,15}) \[/d;
const counts = [bar, /\[\s*(?<fine>\d{1,15})\s*\/\s*(?<of>\d{1,15})\]\s*$/d, ...leading];
const countsBehindEpoch = [bar, /\bepoch\b\W{0,8}[\d.]+(?:\s*\/\s*\d+)?[^\w\n/]{1,12}(?<fine>\d{1,15})\s*\/\s*(?<of>\d{1,15})(?=\s*(?:[\]|(]|batches))/id];

function firstMatch(patterns: readonly RegExp[], line: string): RegExpExecArray | null {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (match) return match;
  }
  return null;
}

function placesOf(match: RegExpExecArray | null): LinePosition {
  const indices = match?.indices?.groups ?? {};
  return Object.fromEntries(Object.entries(match?.groups ?? {}).flatMap(([name, text]) => {
    if ((text as string | undefined) === undefined) return [];
    const [start, end] = indices[name];
    return [[name, { value: Number(text.replaceAll(',', '')), start, end }]];
  }));
}
