/** What a line says of the end of training, undefined for a line that says nothing of it. */
export function endedBy(line: string): string | undefined {
  if (line.length > longestMark) return undefined;
  const match = mark.exec(line);
  return match ? `the log says "${match[0].trim().toLowerCase()}"` : undefined;
}

/** Whether lines like this one say so, as long as they are not too long. */
export function hasEndMark(line: string): boolean {
  return mark.test(line);
}

const longestMark = 300;
const mark = /\bearly[ -]?stopp(?:ing|ed)(?: (?:triggered|at|after|now|here|training))\b|\b(?:training|optimization) (?:is |was )?(?:complete|completed|finished|done|ended)\b|\bfinished training\b|\btraining time\b|\bdone training\b|\bloss for final step\b|\b(?:training )?stopped early\b|\bstopping (?:training )?early\b|\bepochs? completed in\b|\bstopping\. *$|: early stopping\s*$|^ *early ?stopping[.!]* *$/i;
