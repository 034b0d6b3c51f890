import type { GradientEvidence, StepColumn } from '../../analyzers/gradients/gradientEvidence';
import { finitePoints } from '../../analyzers/losses/lossSeries';
import type { Finding } from '../../model/finding';
import type { GradientMeasurement } from '../../model/gradient';
import { metrics } from '../../model/metric';
import { seriesOf, type Run } from '../../model/run';
import { checkpointGradients, type GradientTools, type GradientWatch } from './checkpointGradients';
import { optimizerCheckpoint, type OptimizerCheckpoint } from './optimizerCheckpoint';
import { loggedGradients, normsByModule } from './runGradients';

/** Gathers what a run tells of its gradients: norms by module in its log, else the optimizer state of its newest checkpoint, and the norm of all. */
export async function gradientEvidenceOf(run: Run, findings: readonly Finding[], tools: GradientTools, watch: GradientWatch = {}): Promise<GradientEvidence> {
  const checkpoint = await optimizerCheckpoint(run, tools.files);
  const { measurement, path, step, trouble } = await measured(run, checkpoint, tools, watch);
  const total = seriesOf(run, metrics.gradNorm);
  const loss = seriesOf(run, metrics.trainLoss);
  return {
    run: run.id, measurement, path, step, trouble, findings,
    norms: [...normsByModule(run)].map(([name, squares]) => ({ name, steps: Float64Array.from(squares.keys()), values: Float64Array.from(squares.values(), Math.sqrt) })),
    total: total ? { original: total.original, ...copied(finitePoints(total)) } : null,
    loss: loss ? copied(finitePoints(loss)) : null,
    clip: run.plan.maxGradNorm, checkpoint: checkpoint?.path ?? null, settings: tools.settings,
  };
}

interface Measured extends Pick<GradientEvidence, 'path' | 'step' | 'trouble'> {
  readonly measurement: GradientMeasurement | null;
}

async function measured(run: Run, checkpoint: OptimizerCheckpoint | undefined, tools: GradientTools, watch: GradientWatch): Promise<Measured> {
  const logged = await loggedGradients(run, tools.files);
  if (logged || !checkpoint) return { measurement: logged ?? null, path: null, step: null, trouble: null };
  const found = await checkpointGradients(checkpoint.path, { ...tools, run }, undefined, watch);
  return 'error' in found ? { measurement: null, path: null, step: null, trouble: found.error } : { measurement: found, ...checkpoint, trouble: null };
}

/** Columns of their own, which can be sent: a series goes on growing. */
function copied({ steps, values }: StepColumn): StepColumn {
  return { steps: steps.slice(), values: values.slice() };
}
