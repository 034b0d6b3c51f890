import type { Settings } from '../model/settings';
import { defaultSettings, withSetting } from '../model/settings';

export type Command = 'runs' | 'check' | 'replay' | 'series';

export interface Arguments {
  readonly command: Command;
  readonly paths: readonly string[];
  readonly json: boolean;
  readonly csv: boolean;
  readonly compare: boolean;
  /** Canonical or original name, for `series`. */
  readonly metric: string;
  readonly settings: Settings;
}

export const usage = `plateau: diagnostics for training runs

  plateau runs PATH…    what was found: runs, their files, series and plans
  plateau check PATH…   what is to be said about each run; exit status 2 when one should stop
  plateau replay PATH…  what would have been said as each log grew, and when it would have been stopped
  plateau series PATH --metric loss/train   the points of one metric

  --json             machine-readable
  --csv              for series: step,value
  --compare          for replay: what other stopping rules would have done
  --set key=value    any setting, for example plan.maxSteps=12000 or marginalReturn.threshold=0.01`;

/** What the words on the command line ask for, or a sentence that says what is wrong with them. */
export function parseArguments(words: readonly string[]): Arguments | { readonly error: string } {
  const [command, ...rest] = words;
  if (!isCommand(command)) return { error: command === undefined ? usage : `There is no command ${command}.\n\n${usage}` };
  let parsed: Arguments = { command, paths: [], json: false, csv: false, compare: false, metric: '', settings: defaultSettings };
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    const [flag, attached] = splitFlag(word);
    const takesValue = flag === '--set' || flag === '--metric';
    const value = takesValue ? (attached ?? rest[++i]) : undefined;
    if (takesValue && value === undefined) return { error: `${flag} needs a value behind it.` };
    const next = withWord(parsed, flag, value ?? '', word);
    if ('error' in next) return next;
    parsed = next;
  }
  return problemOf(parsed) ?? parsed;
}

function withWord(parsed: Arguments, flag: string, value: string, word: string): Arguments | { readonly error: string } {
  switch (flag) {
    case '--json': return { ...parsed, json: true };
    case '--csv': return { ...parsed, csv: true };
    case '--compare': return { ...parsed, compare: true };
    case '--metric': return { ...parsed, metric: value };
    case '--set': return withAssignment(parsed, value);
    default: return word.startsWith('--') ? { error: `There is no option ${word}.\n\n${usage}` } : { ...parsed, paths: [...parsed.paths, word] };
  }
}

function withAssignment(parsed: Arguments, assignment: string): Arguments | { readonly error: string } {
  const at = assignment.indexOf('=');
  if (at < 0) return { error: `--set takes key=value, not "${assignment}".` };
  const settings = withSetting(parsed.settings, assignment.slice(0, at), assignment.slice(at + 1));
  return 'error' in settings ? settings : { ...parsed, settings };
}

function problemOf({ command, paths, metric }: Arguments): { readonly error: string } | undefined {
  if (paths.length === 0) return { error: `Say where the runs are: plateau ${command} PATH.` };
  if (command === 'series' && metric === '') return { error: 'Say which metric: plateau series PATH --metric loss/train.' };
  return undefined;
}

function splitFlag(word: string): [string, string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function isCommand(word: string | undefined): word is Command {
  return word === 'runs' || word === 'check' || word === 'replay' || word === 'series';
}
