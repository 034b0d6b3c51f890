import { workspaceAnalyzers } from '../analyzers/registry';
import type { Finding } from '../model/finding';
import type { Run } from '../model/run';
import type { Settings } from '../model/settings';

/** What the comparison of runs finds, worked out in short stretches between which other things are answered. */
export async function compareRuns(runs: readonly Run[], settings: Settings, isOver: () => boolean): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const analyzer of workspaceAnalyzers) {
    const comparison = analyzer.compare(runs, settings);
    let rested = performance.now();
    for (let step = comparison.next(); !isOver(); step = comparison.next()) {
      if (step.done) {
        found.push(...step.value);
        break;
      }
      if (performance.now() - rested < stretch) continue;
      await new Promise((resolve) => setImmediate(resolve));
      rested = performance.now();
    }
  }
  return found;
}

/** Milliseconds. */
const stretch = 5;
