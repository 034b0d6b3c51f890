import type { GradientEvidence } from '../analyzers/gradients/gradientEvidence';
import { gradientReport } from '../analyzers/gradients/gradientReport';
import { answeredTail, type TailQuestion } from '../analyzers/gradients/gradientTail';
import type { Arithmetic, GramRange, GramRows } from '../numerics/kernels/gram';
import { gramRows } from '../numerics/kernels/gram';
import type { Matrix } from '../numerics/kernels/matrix';
import { scaleOf } from '../numerics/kernels/matrix';
import type { ProgressListener } from '../numerics/kernels/progress';
import type { SpectrumOptions, SpectrumTask as GramTask } from '../numerics/kernels/spectrumOf';
import { spectrumOf, spectrumOfGram } from '../numerics/kernels/spectrumOf';
import type { TailBootstrap } from '../numerics/tails/tailBootstrap';
import { bootstrapExceeding } from '../numerics/tails/tailBootstrap';
import { coordinateTail } from './gradients/coordinateTail';
import { optimizerEnergy } from './gradients/optimizerEnergy';
import { sampleReport, type SamplesQuestion } from './gradients/sampleReport';
import { answerDensity, answerScaling, type DensityTask, type ScalingTask } from './density/densityTasks';
import { blockingFiles, nodeFiles } from './nodeFiles';
import type { SpectrumRequest } from './spectra/spectrumTask';
import { SpectrumTask } from './spectra/spectrumTask';

const weights = new SpectrumTask(blockingFiles);

/**
 * What a kernel thread can do. To add a task, add a line: a function of one argument, which is plain data, and, where
 * it takes long, of what it reports its progress to. The buffers of typed arrays in its result are moved to the caller.
 */
export const kernelTasks = {
  densityOverview: (task: DensityTask) => answerDensity(task),
  scalingOverview: (task: ScalingTask) => answerScaling(task),
  weightSpectrum: (request: SpectrumRequest) => weights.run(request),
  weightValues: (request: Pick<SpectrumRequest, 'path' | 'matrix'>) => weights.values(request),
  optimizerEnergy: (path: string, progress?: ProgressListener) => optimizerEnergy(path, nodeFiles, progress),
  spectrum: ({ values, rows, columns, ...options }: Matrix & Omit<SpectrumOptions, 'progress'>, progress?: ProgressListener) =>
    spectrumOf(values, rows, columns, { ...options, progress }),
  matrixScale: (part: Pick<Matrix, 'values'>) => scaleOf(part),
  gramRows: ({ matrix, scale, range, arithmetic }: { readonly matrix: Matrix; readonly scale: number; readonly range: GramRange; readonly arithmetic: Arithmetic }, progress?: ProgressListener) =>
    gramRows(matrix, scale, range, arithmetic, progress),
  gradientReport: (evidence: GradientEvidence) => gradientReport(evidence),
  gradientTail: (question: TailQuestion) => answeredTail(question),
  gradientCoordinates: (path: string, progress?: ProgressListener) => coordinateTail(path, nodeFiles, progress),
  sampleReport: (question: SamplesQuestion) => sampleReport(question, nodeFiles),
  tailBootstrap: (task: TailBootstrap, progress?: ProgressListener) => bootstrapExceeding(task, progress),
  spectrumOfGram: ({ parts, task }: { readonly parts: readonly GramRows[]; readonly task: GramTask }, progress?: ProgressListener) => spectrumOfGram(parts, task, progress),
};

export type KernelTasks = typeof kernelTasks;
