import { canonicalMetric, metrics, moduleGradNorm } from '../model/metric';
import { baseName, folderOf } from '../model/source';
import type { Series } from '../model/series';
import type { RecordBatch } from './recordBatch';

/** A tag and where its points go. */
export interface Tag {
  readonly name: string;
  /** Empty when no event has named one. */
  plugin: string;
  /** The Hugging Face Trainer logs it once, when training is over. */
  readonly endsRun: boolean;
  readonly bytes: Uint8Array;
  scalars?: Series;
  norms?: Series;
  /** Tag that followed last time: logs repeat their tags in the same order. */
  next?: Tag;
}

/** The tags of one piece of a file, found by their bytes without making strings. */
export class TensorBoardTags {
  readonly #records: RecordBatch;
  readonly #evaluates: boolean;
  readonly #buckets = new Map<number, Tag[]>();
  readonly #given: ReadonlyMap<string, string>;
  #named: Map<string, string> | undefined;
  #last: Tag | undefined;

  constructor(records: RecordBatch, plugins: ReadonlyMap<string, string>, path: string) {
    this.#records = records;
    this.#given = plugins;
    this.#evaluates = evaluationFolder.test(baseName(folderOf(path)));
  }

  /** Plugin of every tag met so far; a map of its own once it says more than the given one. */
  get plugins(): ReadonlyMap<string, string> {
    return this.#named ?? this.#given;
  }

  /** The tag in bytes[start, end). */
  at(bytes: Uint8Array, start: number, end: number): Tag {
    const expected = this.#last?.next;
    const tag = expected && equals(expected.bytes, bytes, start, end) ? expected : this.#find(bytes, start, end);
    if (this.#last) this.#last.next = tag;
    this.#last = tag;
    return tag;
  }

  /** The plugin that is named first holds. */
  belongs(tag: Tag, plugin: string): void {
    if (tag.plugin !== '' || plugin === '') return;
    tag.plugin = plugin;
    this.#named ??= new Map(this.#given);
    this.#named.set(tag.name, plugin);
  }

  scalars(tag: Tag): Series {
    return (tag.scalars ??= this.#records.column(tag.name, this.#metricOf(tag.name)));
  }

  norms(tag: Tag): Series {
    return (tag.norms ??= this.#records.column(tag.name, normMetric(tag.name)));
  }

  /** Norms that are estimated say so in their name. */
  normsFromBins(tag: Tag): Series {
    return (tag.norms ??= this.#records.column(`${tag.name} (norm estimated from bins)`, normMetric(tag.name)));
  }

  #find(bytes: Uint8Array, start: number, end: number): Tag {
    const hash = hashOf(bytes, start, end);
    const bucket = this.#buckets.get(hash) ?? [];
    const known = bucket.find((tag) => equals(tag.bytes, bytes, start, end));
    if (known) return known;
    const name = new TextDecoder().decode(bytes.subarray(start, end));
    const tag = { name, plugin: this.plugins.get(name) ?? '', endsRun: /^(?:train\/)?train_runtime$/.test(name), bytes: bytes.slice(start, end) };
    this.#buckets.set(hash, [...bucket, tag]);
    return tag;
  }

  /** Keras and estimators log training and evaluation under the same tags, into different folders. */
  #metricOf(name: string): string {
    const metric = canonicalMetric(name);
    return (this.#evaluates && evaluated.get(metric)) || metric;
  }
}

const evaluationFolder = /^(?:val|valid|validation|eval|evaluation|test)(?:_.*)?$/i;
const evaluated: ReadonlyMap<string, string> = new Map([
  [metrics.trainLoss, metrics.evalLoss], [metrics.trainLossEpoch, metrics.evalLoss], [metrics.accuracy, metrics.evalAccuracy],
]);

/** Histograms of gradients give the gradient norms of modules; those of weights and activations keep their tag. */
function normMetric(tag: string): string {
  const module = tag.replace(gradientWord, '$1').replace(/^[/._-]+|[/._-]+$/g, '');
  if (module === tag) return `l2_norm/${tag}`;
  return module === '' ? metrics.gradNorm : moduleGradNorm + module;
}

const gradientWord = /(^|[/._-])grad(?:ient)?s?(?=$|[/._-])/i;

function equals(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = known.length - 1; i >= 0; i--) if (known[i] !== bytes[start + i]) return false;
  return true;
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}
