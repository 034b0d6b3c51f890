/**
 * The share of a benchmark that guessing gets right: 1 over the number of answers to choose from, by the papers that describe them
 * (ARC mostly four, rarely three or five). 0 where the answer is to be written, or the benchmark is not known, and for those whose
 * scores leaderboards publish both as they are and rescaled so that guessing gets 0 (MMLU-PRO, GPQA, BBH, MuSR).
 */
export function chanceOf(benchmark: string): number {
  return 1 / (answers.get(benchmark) ?? Infinity);
}

const answers: ReadonlyMap<string, number> = new Map([
  ['hellaswag', 4], ['arc_easy', 4], ['arc_challenge', 4], ['openbookqa', 4], ['sciq', 4], ['mmlu', 4], ['cmmlu', 4], ['mmlu_redux', 4], ['ceval', 4], ['logiqa', 4],
  ['csqa', 5], ['siqa', 3], ['piqa', 2], ['winogrande', 2], ['winograd', 2], ['xwinograd', 2], ['wsc', 2], ['boolq', 2],
]);
