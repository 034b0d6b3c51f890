/** A run to be named: what tells in its path, and the lane within it. */
export interface Unnamed {
  readonly parts: readonly string[];
  readonly lane: string;
}

/**
 * Short names that are unique: the last telling part of each path, with as many parts before it as it takes. The
 * order of the result is that of the runs.
 */
export function nameRuns(runs: readonly Unnamed[]): readonly string[] {
  const parts = runs.map((run) => run.parts);
  const depths = runs.map(({ lane }) => (lane === '' || numbered.test(lane) ? 1 : 0));
  for (let round = 0; round < mostParts; round++) {
    const clashing = clashes(parts.map((own, i) => nameOf(own, runs[i].lane, depths[i])));
    let grew = false;
    for (const i of clashing) {
      if (depths[i] >= parts[i].length) continue;
      depths[i]++;
      grew = true;
    }
    if (!grew) break;
  }
  return parts.map((own, i) => nameOf(own, runs[i].lane, depths[i]));
}

const mostParts = 12;
/** A lane that says nothing without the name of its file. */
const numbered = /^(?:[a-z]+ ?)?\d+$/i;
/** Names that say which framework wrote a file, not which run it is. */
const generic = /^(?:train(?:er|ing)?|main|metrics?|results?|history|output|console|stdout|stderr|nohup|debug|log|run|scalars|progress|vis_data|tensorboard|tb|tb_logs|trainer_log|trainer_state|training_log|train_log|result_\d+|logs-rank0|runs|logs|catboost_info|events.*|version_\d+)$/i;

/** Parts of the path of a folder or file from which the names of its runs are made, the most telling one last. */
export function tellingParts(key: string, isFile: boolean): readonly string[] {
  const parts = key.split('/').filter((part) => part !== '');
  if (isFile && parts.length > 0) parts[parts.length - 1] = parts[parts.length - 1].replace(/\.[A-Za-z]+$/, '');
  // A generic last part needs the one before it; both together are one part of the name.
  while (parts.length > 1 && generic.test(parts[parts.length - 1])) {
    const last = parts.pop() ?? '';
    if (/^version_\d+$/.test(last)) {
      const before = parts.pop() ?? '';
      parts.push(generic.test(before) || before === 'lightning_logs' ? `${parts.pop() ?? before}/${last}` : `${before}/${last}`);
      break;
    }
  }
  return parts;
}

function nameOf(parts: readonly string[], lane: string, depth: number): string {
  const path = depth === 0 ? [] : parts.slice(-depth);
  return [...path, ...(lane === '' ? [] : [lane])].join('/');
}

function clashes(names: readonly string[]): readonly number[] {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return names.flatMap((name, i) => ((count.get(name) ?? 0) > 1 ? [i] : []));
}
