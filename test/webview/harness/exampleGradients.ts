import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gradientReport } from '../../../src/analyzers/gradients/gradientReport';
import { gradientTail } from '../../../src/analyzers/gradients/gradientTail';
import { coordinateTail } from '../../../src/engine/gradients/coordinateTail';
import { gradientEvidenceOf } from '../../../src/engine/gradients/gradientEvidenceOf';
import { loadRuns } from '../../../src/engine/loadRuns';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import type { GradientReport, GradientTail, SampleReport } from '../../../src/model/gradientReport';
import type { Run } from '../../../src/model/run';
import { defaultSettings } from '../../../src/model/settings';
import { runWith } from '../../unit/analyzers/runWith';
import { poolHere } from '../../unit/engine/poolHere';

/** What the engine would answer about the gradients of a run. */
export interface ExampleGradients {
  readonly report: GradientReport | { readonly error: string };
  readonly coordinates?: GradientTail;
  readonly samples?: SampleReport;
}

/** The real report on the run in a folder, by its path from the root of the repository; or on a run of which there is only a checkpoint in it. */
export async function exampleGradients(folder: string, checkpoint?: string): Promise<ExampleGradients> {
  const pool = poolHere();
  const evidence = await gradientEvidenceOf(await runIn(path.join(root, folder), checkpoint), [], { files: nodeFiles, settings: defaultSettings, now: Date.now(), pool: () => pool });
  const coordinates = evidence.checkpoint === null ? undefined : await coordinateTail(evidence.checkpoint, nodeFiles);
  return { report: gradientReport(evidence), coordinates: coordinates && !('error' in coordinates) ? gradientTail(coordinates) : undefined };
}

async function runIn(folder: string, checkpoint: string | undefined): Promise<Run> {
  if (checkpoint !== undefined) return runWith({}, { checkpointFiles: [{ step: null, path: `${folder}/${checkpoint}` }] });
  const runs = await loadRuns([folder], nodeFiles, defaultSettings, Date.now());
  if ('error' in runs) throw new Error(runs.error);
  return runs[0];
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
