import type { Outcome, Surroundings } from './command';
import { toJson } from './command';
import { commands } from './commands/registry';
import { overviewOf, parseArguments, usageOf } from './parseArguments';
import { sentenceOf } from './sentenceOf';

/** What the terminal is told: what belongs into a pipe, what does not, and the exit status. */
export interface Answer {
  /** For standard output; empty for nothing. */
  readonly output: string;
  /** For standard error; empty for nothing. */
  readonly complaint: string;
  readonly status: Outcome['status'];
}

/**
 * Runs the command that the words ask for; `resolve` makes a path absolute. A refusal or an error is a complaint and, with --json,
 * also `{"error": sentence}` as output, so that whoever reads the output always finds JSON. Never throws.
 */
export async function answerOf(words: readonly string[], around: Surroundings, resolve: (path: string) => string): Promise<Answer> {
  const json = words.includes('--json');
  if (words.includes('--help') || words.includes('-h')) return { output: helpFor(words), complaint: '', status: 0 };
  const parsed = parseArguments(words, commands, resolve);
  if ('error' in parsed) return refusal(parsed.error, json);
  try {
    for (const path of parsed.paths) await around.demandReadable(path);
    const { text, status, remark } = await parsed.command.run(parsed, around);
    return status === 1 ? refusal(text, json, remark) : { output: text, complaint: remark ?? '', status };
  } catch (error) {
    return refusal(sentenceOf(error), json);
  }
}

function helpFor(words: readonly string[]): string {
  const command = commands.find(({ name }) => words.includes(name));
  return command ? usageOf(command) : overviewOf(commands);
}

/** The sentence is the first line; what follows it (usage, the place of an error in the code) is for people. */
function refusal(text: string, json: boolean, remark?: string): Answer {
  const [sentence] = text.split('\n');
  return { output: json ? toJson({ error: sentence }) : '', complaint: remark === undefined ? text : `${remark}\n${text}`, status: 1 };
}
