import { metrics, moduleGradNorm } from '../../model/metric';
import type { ModelFacts } from '../../model/plan';
import { jensenShannon } from '../../numerics/spectrum/jensenShannon';
import { measuresOfMoments } from '../../numerics/spectrum/spectrumMeasures';
import { spectrumMoments } from '../../numerics/spectrum/spectrumMoments';
import { wallTime } from '../logFields';
import type { RecordBatch } from '../recordBatch';
import { numberOf } from '../tolerantJson';
import { addSpectralPoints } from './spectralPoints';
import { spectrumRecord, statisticsLine, type SpectrumRecord, type StatisticsLine } from './statisticsRecords';

/** What of earlier lines later ones need: plain data that survives structuredClone. */
export interface StatisticsState {
  /** The version of the last header is one that this reader does not know. */
  readonly unreadable: boolean;
  /** Why the file says that training ended; empty after a resumed run went on. */
  readonly ended: string | undefined;
  /** Spectra before the nonlinearity at the step that was read last, which wait for those after it. */
  readonly waiting: { readonly step: number; readonly spectra: ReadonlyMap<string, Float64Array> };
}

export const statisticsStart: StatisticsState = { unreadable: false, ended: undefined, waiting: { step: NaN, spectra: new Map() } };

/** Newest version of the schema that is understood. */
const knownVersion = 1;

/** Takes the lines of a statistics file into a batch. */
export class StatisticsReader {
  readonly #records: RecordBatch;
  #state: StatisticsState;

  constructor(records: RecordBatch, state: StatisticsState) {
    this.#records = records;
    this.#state = state;
  }

  get state(): StatisticsState {
    return this.#state;
  }

  /** Whether the line is a whole record, of whatever kind; blank lines say nothing. */
  read(text: string, number: number): boolean {
    if (text.trim() === '') return true;
    const line = statisticsLine(text);
    if (!line) {
      this.#records.skip(number, 'The line is no record of statistics.');
      return false;
    }
    if (line.kind === 'header') this.#header(line, number);
    else if (!this.#state.unreadable) this.#take(line, number);
    return true;
  }

  #take(line: StatisticsLine, number: number): void {
    if (line.kind === 'spectrum') return this.#spectrum(line, number);
    if (line.kind === 'end') {
      this.#state = { ...this.#state, ended: endOf(line) };
      return;
    }
    const step = numberOf(line.step);
    const known = line.kind === 'training' || line.kind === 'gradients' || line.kind === 'overhead';
    if (known && step === undefined) this.#records.skip(number, 'The record does not say its step.');
    if (!known || step === undefined) return;
    if (line.kind === 'training') this.#training(line, step);
    if (line.kind === 'gradients') this.#gradients(line, step);
    if (line.kind === 'overhead') this.#point('overhead', 'recorder/overhead', step, line.share);
  }

  #header(line: StatisticsLine, number: number): void {
    const version = numberOf(line.version) ?? 1;
    const unreadable = version > knownVersion;
    if (unreadable) this.#records.skip(number, `The statistics are of version ${version}, this Plateau reads up to ${knownVersion}: update Plateau.`);
    // A resumed run takes back that training has ended.
    this.#state = { ...this.#state, unreadable, ended: this.#state.ended === undefined ? undefined : '' };
    const model = typeof line.model === 'object' && line.model !== null ? line.model as Record<string, unknown> : {};
    this.#records.learn({ model: modelOf(model), hyperparameters: hyperparametersOf({ recorder: line.recorder, optimizer: model.optimizer, normalisation: model.normalisation }) });
  }

  #training(line: StatisticsLine, step: number): void {
    const time = wallTime(numberOf(line.time) ?? NaN);
    this.#point('loss', metrics.trainLoss, step, line.loss, time);
    this.#point('learningRate', metrics.learningRate, step, line.learningRate, time);
    this.#point('tokens', metrics.tokens, step, line.tokens, time);
    this.#point('gradNorm', metrics.gradNorm, step, line.gradNorm, time);
    const maxGradNorm = numberOf(line.maxGradNorm);
    if (maxGradNorm !== undefined) this.#records.learn({ plan: { maxGradNorm } });
  }

  /** The norm of all is that of the training records, which have it for every step. */
  #gradients(line: StatisticsLine, step: number): void {
    if (typeof line.norms !== 'object' || line.norms === null) return;
    for (const [name, norm] of Object.entries(line.norms)) this.#point(moduleGradNorm + name, moduleGradNorm + name, step, norm);
  }

  #point(name: string, metric: string, step: number, value: unknown, time = NaN): void {
    const number = numberOf(value);
    if (number !== undefined) this.#records.column(name, metric).push(step, number, time);
  }

  #spectrum(line: StatisticsLine, number: number): void {
    const spectrum = spectrumRecord(line);
    if (typeof spectrum === 'string') {
      this.#records.skip(number, spectrum);
      return;
    }
    const moments = spectrum.moments ?? spectrumMoments(spectrum.eigenvalues ?? [], spectrum.width);
    const measures = moments && measuresOfMoments(moments, spectrum.width, 'A');
    if (!measures) this.#records.skip(number, 'The eigenvalues are not finite or none is positive.');
    const { softRank, hardRank, concentration, topShare, stableRank, spectralNorm } = measures ?? failed;
    const tokens = spectrum.tokens === spectrum.tokens ? spectrum.tokens : undefined;
    addSpectralPoints(this.#records, spectrum, {
      softRank, hardRank, concentration, topShare, stableRank, spectralNorm, width: spectrum.width, tokens, jsDivergence: this.#divergence(spectrum),
    });
  }

  /** Pre against post: from the file, or once both spectra of a step are there. */
  #divergence({ step, layer, site, eigenvalues, jsDivergence }: SpectrumRecord): number | undefined {
    const { waiting } = this.#state;
    const spectra = waiting.step === step ? waiting.spectra : new Map<string, Float64Array>();
    const before = spectra.get(layer);
    const kept = new Map(spectra);
    if (site === 'pre' && eigenvalues) kept.set(layer, eigenvalues);
    else if (site === 'post') kept.delete(layer);
    this.#state = { ...this.#state, waiting: { step, spectra: kept } };
    if (site !== 'post' || jsDivergence !== undefined) return site === 'post' ? jsDivergence : undefined;
    return before && eigenvalues ? jensenShannon(before, eigenvalues) : undefined;
  }
}

const failed = { softRank: NaN, hardRank: NaN, concentration: NaN, topShare: NaN, stableRank: NaN, spectralNorm: NaN };

function endOf(line: StatisticsLine): string {
  const step = numberOf(line.step);
  const reason = typeof line.reason === 'string' ? line.reason : 'no reason given';
  const how = reason === 'finished' ? 'the recorder was closed' : reason === 'stop file' ? 'the stop file was honoured' : `training ended with ${reason === 'exception' ? 'an exception' : `"${reason.slice(0, 80)}"`}`;
  return step === undefined ? how : `${how} at step ${step}`;
}

function modelOf(model: Readonly<Record<string, unknown>>): ModelFacts {
  const positive = (key: string) => {
    const value = numberOf(model[key]);
    return value !== undefined && value > 0 ? value : undefined;
  };
  return {
    architecture: typeof model.name === 'string' ? model.name : undefined,
    parameters: positive('parameters'), trainableParameters: positive('trainableParameters'),
    layers: positive('layers'), hiddenSize: positive('hiddenSize'), ffnSize: positive('ffnSize'),
  };
}

function hyperparametersOf(values: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [[key, value] as const] : [])));
}
