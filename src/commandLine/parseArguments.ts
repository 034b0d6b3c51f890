import { defaultSettings, withSetting } from '../model/settings';
import type { Settings } from '../model/settings';
import type { Command, Invocation } from './command';

export interface Parsed extends Invocation {
  readonly command: Command;
}

/** What the words on the command line ask for, or a sentence that says what is wrong with them. */
export function parseArguments(words: readonly string[], commands: readonly Command[], resolve: (path: string) => string): Parsed | { readonly error: string } {
  const [name, ...rest] = words;
  const command = commands.find((one) => one.name === name);
  if (!command) return { error: `${name === undefined ? 'Name a command.' : `There is no command ${name}.`}\n\n${overviewOf(commands)}` };
  const paths: string[] = [];
  const options = new Map<string, string>();
  let settings: Settings = defaultSettings;
  for (let i = 0; i < rest.length; i++) {
    const [flag, attached] = splitFlag(rest[i]);
    if (flag === undefined) {
      paths.push(resolve(rest[i]));
      continue;
    }
    const option = flag === 'set' ? settingOption : command.options[flag];
    if (!option) return { error: `plateau ${command.name} has no option ${rest[i]}.\n\n${usageOf(command)}` };
    const value = option.value === undefined ? '' : (attached ?? rest[++i]);
    if (value === undefined) return { error: `--${flag} needs a ${option.value ?? 'value'} behind it.` };
    if (flag === 'set') {
      const changed = withAssignment(settings, value);
      if ('error' in changed) return changed;
      settings = changed;
    } else options.set(flag, value);
  }
  return checked({ command, paths, options, settings });
}

const settingOption = { value: 'KEY=VALUE', help: 'any setting, for example plan.maxSteps=12000 or marginalReturn.threshold=0.01' };

function checked(parsed: Parsed): Parsed | { readonly error: string } {
  const problem = parsed.paths.length === 0 ? `Say what to look at: plateau ${parsed.command.name} PATH.` : parsed.command.problemOf?.(parsed);
  return problem === undefined ? parsed : { error: problem };
}

/** What there is, a line for each command. */
export function overviewOf(commands: readonly Command[]): string {
  return ['plateau: diagnostics for training runs', '', ...commands.map(callOf), '', '  plateau COMMAND --help  the options of a command'].join('\n');
}

/** How one command is called, with its options. */
export function usageOf(command: Command): string {
  const options = Object.entries({ ...command.options, set: settingOption });
  return [callOf(command), ...options.map(([flag, { value, help }]) => `      --${flag}${value === undefined ? '' : ` ${value}`}  ${help}`)].join('\n');
}

function callOf({ name, usage }: Command): string {
  return `  plateau ${name} ${usage}`;
}

function withAssignment(settings: Settings, assignment: string): Settings | { readonly error: string } {
  const at = assignment.indexOf('=');
  if (at < 0) return { error: `--set takes key=value, not "${assignment}".` };
  return withSetting(settings, assignment.slice(0, at), assignment.slice(at + 1));
}

/** The name of an option and the value attached to it; no name for a path. `-o` is short for `--output`. */
function splitFlag(word: string): [string | undefined, string | undefined] {
  if (word === '-o') return ['output', undefined];
  if (!word.startsWith('--')) return [undefined, undefined];
  const at = word.indexOf('=');
  return at < 0 ? [word.slice(2), undefined] : [word.slice(2, at), word.slice(at + 1)];
}
