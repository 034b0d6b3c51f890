import type { Series } from '../model/series';
import { ProtoReader } from './protobuf';
import type { RecordBatch } from './recordBatch';
import { ShapedEvents } from './tensorBoardShapes';
import { normOfBins, normOfHistogram } from './tensorBoardHistograms';
import { readHyperparameters, readMetadata } from './tensorBoardMetadata';
import { type Tag, TensorBoardTags } from './tensorBoardTags';
import { readTensor } from './tensorBoardTensor';
import { factsOfText } from './tensorBoardText';

/** Keys are number << 3 | wire type (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto). */
const eventKey = { wallTime: 9, step: 16, summary: 42 } as const;
const summaryValueKey = 10;
const tagKey = 10;
const simpleValueKey = 21;
/** Numbers of the fields of a Summary.Value. */
const field = { tag: 1, simpleValue: 2, histogram: 5, tensor: 8, metadata: 9 } as const;
const largestKey = (15 << 3) | 7;

/** Decodes the events of one piece of a file into a batch. */
export class TensorBoardEvents {
  readonly #reader: ProtoReader;
  readonly #records: RecordBatch;
  readonly #tags: TensorBoardTags;
  readonly #shaped: ShapedEvents;
  /** Where the last plain scalar went. */
  #plain: Series | undefined;
  /** Where the fields of the present value stand, by number; an end of 0 means that the field is missing. */
  readonly #starts = new Int32Array(16);
  readonly #ends = new Int32Array(16);

  constructor(bytes: Uint8Array, records: RecordBatch, plugins: ReadonlyMap<string, string>, path: string) {
    this.#reader = new ProtoReader(bytes);
    this.#records = records;
    this.#tags = new TensorBoardTags(records, plugins, path);
    this.#shaped = new ShapedEvents(bytes);
  }

  /** The plugin of every tag met so far. */
  get plugins(): ReadonlyMap<string, string> {
    return this.#tags.plugins;
  }

  /** Decodes the events of the records from `at` on that are like those decoded before. Index behind them. */
  decodeLike(at: number): number {
    return this.#shaped.read(at);
  }

  /** Decodes the event in bytes[start, end); false when it is none. */
  decode(start: number, end: number): boolean {
    const reader = this.#reader;
    let time = NaN;
    let step = 0;
    let summaryStart = 0;
    let summaryEnd = 0;
    reader.broken = false;
    reader.at = start;
    while (reader.at < end) {
      const key = reader.varint();
      if (key === eventKey.wallTime) time = reader.double() * 1000;
      else if (key === eventKey.step) step = reader.varint();
      else if (key === eventKey.summary) {
        summaryEnd = Math.max(reader.length(end), 0);
        summaryStart = reader.at;
        reader.at = summaryEnd += summaryStart;
      } else reader.skip(key, end);
    }
    if (reader.broken || reader.at > end) return false;
    this.#plain = undefined;
    this.#summary(summaryStart, summaryEnd, step, time);
    if (this.#plain) this.#shaped.learn(start, end, this.#plain);
    return !reader.broken;
  }

  #summary(start: number, end: number, step: number, time: number): void {
    const reader = this.#reader;
    reader.at = start;
    while (reader.at < end) {
      const key = reader.varint();
      if (key !== summaryValueKey) {
        reader.skip(key, end);
        continue;
      }
      const length = reader.length(end);
      if (length < 0) return;
      const next = reader.at + length;
      this.#value(next, step, time);
      reader.at = next;
    }
  }

  #value(end: number, step: number, time: number): void {
    const reader = this.#reader;
    if (this.#plainScalar(end, step, time)) return;
    if (!this.#locateFields(end)) return;
    const tag = this.#tags.at(reader.bytes, this.#starts[field.tag], this.#ends[field.tag]);
    if (this.#ends[field.metadata] > 0) this.#metadata(tag);
    if (this.#ends[field.simpleValue] > 0) {
      reader.at = this.#starts[field.simpleValue];
      this.#scalar(tag, step, reader.float(), time);
    } else if (this.#ends[field.histogram] > 0) {
      const norm = normOfHistogram(reader, this.#starts[field.histogram], this.#ends[field.histogram]);
      this.#tags.norms(tag).push(step, norm, time);
    } else if (this.#ends[field.tensor] > 0) this.#tensor(tag, step, time);
  }

  /** Nearly all values are a short tag and a float, and nothing else. */
  #plainScalar(end: number, step: number, time: number): boolean {
    const { at, bytes, view } = this.#reader;
    if (bytes[at] !== tagKey || at + 7 + bytes[at + 1] !== end || bytes[end - 5] !== simpleValueKey) return false;
    const tag = this.#tags.at(bytes, at + 2, end - 5);
    this.#scalar(tag, step, view.getFloat32(end - 4, true), time);
    if (!tag.endsRun) this.#plain = this.#tags.scalars(tag);
    return true;
  }

  #scalar(tag: Tag, step: number, value: number, time: number): void {
    this.#tags.scalars(tag).push(step, value, time);
    if (tag.endsRun) this.#records.learn({ ended: `${tag.name} was logged` });
  }

  /** Notes where each field of the value stands; the last one wins, as in every protocol buffer. */
  #locateFields(end: number): boolean {
    const reader = this.#reader;
    for (let i = 0; i < 16; i++) this.#ends[i] = 0;
    while (reader.at < end) {
      const key = reader.varint();
      if (key > largestKey || ((key & 7) !== 2 && key !== simpleValueKey)) {
        reader.skip(key, end);
        continue;
      }
      const length = key === simpleValueKey ? 4 : reader.length(end);
      this.#starts[key >>> 3] = reader.at;
      this.#ends[key >>> 3] = reader.at += length;
    }
    if (reader.at > end) reader.broken = true;
    return !reader.broken;
  }

  /** The first event of a tag names the plugin that the tag belongs to; that of hparams has its content there too. */
  #metadata(tag: Tag): void {
    const metadata = readMetadata(this.#reader, this.#starts[field.metadata], this.#ends[field.metadata]);
    this.#tags.belongs(tag, metadata.plugin);
    if (metadata.plugin === 'hparams') this.#records.learn(readHyperparameters(this.#reader, metadata.contentStart, metadata.contentEnd));
  }

  #tensor(tag: Tag, step: number, time: number): void {
    const tensor = readTensor(this.#reader, this.#starts[field.tensor], this.#ends[field.tensor]);
    if (tag.plugin === 'text') {
      this.#records.learn(factsOfText(tag.name, tensor.text));
    } else if (tag.plugin === 'histograms') {
      this.#tags.normsFromBins(tag).push(step, normOfBins(tensor.numbers), time);
    } else if ((tag.plugin === 'scalars' || tag.plugin === '') && tensor.numbers.length === 1) {
      this.#scalar(tag, step, tensor.numbers[0], time);
    }
  }
}

/** Whether an event of which only the start is at hand may hold values: graphs and the like do not. */
export function mayHoldSummary(head: Uint8Array): boolean {
  const reader = new ProtoReader(head);
  while (reader.at < head.length) {
    const key = reader.varint();
    if (key === eventKey.summary) return true;
    if ((key & 7) === 2) return false;
    reader.skip(key, head.length);
  }
  return false;
}
