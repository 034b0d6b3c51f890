import type { ProtoReader } from './protobuf';
import type { RunFacts } from './recordBatch';

/** What the metadata of a tag say (SummaryMetadata.plugin_data). */
export interface PluginData {
  readonly plugin: string;
  readonly contentStart: number;
  readonly contentEnd: number;
}

/** A field whose value is a range of bytes. */
type Visit = (number: number, start: number, end: number) => void;

/** Reads the SummaryMetadata in bytes[start, end). */
export function readMetadata(reader: ProtoReader, start: number, end: number): PluginData {
  let plugin = '';
  let contentStart = 0;
  let contentEnd = 0;
  eachRange(reader, start, end, (outer, from, to) => {
    if (outer !== 1) return;
    eachRange(reader, from, to, (inner, first, last) => {
      if (inner === 1) plugin = reader.text(first, last);
      if (inner === 2) [contentStart, contentEnd] = [first, last];
    });
  });
  return { plugin, contentStart, contentEnd };
}

/**
 * Hyper-parameters and the end of the session from the HParamsPluginData in bytes[start, end). Lightning and torch
 * write a session end together with its start: it ends the run only when it holds a time.
 */
export function readHyperparameters(reader: ProtoReader, start: number, end: number): Partial<RunFacts> {
  const hyperparameters: Record<string, string | number | boolean> = {};
  let ended: string | undefined;
  eachRange(reader, start, end, (outer, from, to) => {
    if (outer === 4 && hasTime(reader, from, to)) ended = 'the session end was logged';
    if (outer !== 3) return;
    eachRange(reader, from, to, (inner, first, last) => {
      if (inner === 1) addEntry(reader, first, last, hyperparameters);
    });
  });
  return ended === undefined ? { hyperparameters } : { hyperparameters, ended };
}

/** An entry of map<string, google.protobuf.Value>. */
function addEntry(reader: ProtoReader, start: number, end: number, into: Record<string, string | number | boolean>): void {
  let name = '';
  let value: string | number | boolean | undefined;
  eachRange(reader, start, end, (number, first, last) => {
    if (number === 1) name = reader.text(first, last);
    if (number === 2) value = readValue(reader, first, last);
  });
  if (name !== '' && name !== '__proto__' && value !== undefined) into[name] = value;
}

/** A number, string or boolean; undefined for null, lists and structures. */
function readValue(reader: ProtoReader, start: number, end: number): string | number | boolean | undefined {
  reader.at = start;
  const key = reader.varint();
  if (key === 17) return reader.double();
  if (key === 32) return reader.varint() !== 0;
  if (key !== 26) return undefined;
  const length = reader.length(end);
  return length < 0 ? undefined : reader.text(reader.at, reader.at + length);
}

/** SessionEndInfo.end_time_secs. */
function hasTime(reader: ProtoReader, start: number, end: number): boolean {
  reader.at = start;
  while (reader.at < end) {
    const key = reader.varint();
    if (key === 17) return reader.double() > 0;
    reader.skip(key, end);
  }
  return false;
}

function eachRange(reader: ProtoReader, start: number, end: number, visit: Visit): void {
  reader.at = start;
  while (reader.at < end) {
    const key = reader.varint();
    if ((key & 7) !== 2) {
      reader.skip(key, end);
      continue;
    }
    const length = reader.length(end);
    if (length < 0) return;
    const next = reader.at + length;
    visit(key >>> 3, reader.at, next);
    reader.at = next;
  }
}
