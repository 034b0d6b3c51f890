import { describe, expect, it } from 'vitest';
import type { Format } from '../../../src/formats/format';
import { RecordBatch } from '../../../src/formats/recordBatch';
import { LogStream } from '../../../src/engine/logStream';
import type { Source } from '../../../src/model/source';

/** A file in memory that a test writes to. */
class MemorySource implements Source {
  readonly path: string;
  text = '';
  identity = '1';
  #modified = 0;

  constructor(path: string) {
    this.path = path;
  }

  write(text: string): void {
    this.text = text;
    this.#modified++;
  }

  stat() {
    return Promise.resolve({ size: this.text.length, modified: this.#modified, identity: this.identity });
  }

  read(offset: number, length: number) {
    return Promise.resolve(new TextEncoder().encode(this.text.slice(offset, offset + length)));
  }
}

/** Lines of `step value`; a few bytes a read, so that several reads are needed. */
const lines: Format<{ offset: number }> = {
  id: 'lines',
  label: 'lines',
  recognise: () => 3,
  async read(source, cursor = { offset: 0 }) {
    const text = new TextDecoder().decode(await source.read(cursor.offset, 20));
    const end = text.lastIndexOf('\n') + 1;
    const rest = text.slice(end);
    const batch = (part: string) => {
      const records = new RecordBatch();
      for (const line of part.split('\n').filter(Boolean)) records.point('loss', ...(line.split(' ').map(Number) as [number, number]));
      return records;
    };
    return { records: batch(text.slice(0, end)), provisional: rest && end === 0 ? batch(rest) : undefined, cursor: { offset: cursor.offset + end }, more: end > 0 };
  },
};

function follow(...sources: readonly Source[]) {
  const stream = new LogStream(lines as Format);
  stream.setSources(sources);
  return { stream, look: () => stream.look(1, () => undefined), points: () => [...(stream.series[0]?.values ?? [])] };
}

describe('LogStream', () => {
  it('reads on as a file grows, and once when it does not', async () => {
    const source = new MemorySource('a');
    source.write('1 10\n2 20\n3 30\n4 40\n5 50\n');
    const { look, points } = follow(source);
    expect(await look()).toBe(true);
    expect(points()).toEqual([10, 20, 30, 40, 50]);
    expect(await look()).toBe(false);
    source.write(`${source.text}6 60\n`);
    expect(await look()).toBe(true);
    expect(points()).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('waits for the rest of a half-written record, and takes it as it is when no more comes', async () => {
    const source = new MemorySource('a');
    source.write('1 10\n');
    const { look, points } = follow(source);
    await look();
    source.write('1 10\n2 2');
    await look();
    expect(points()).toEqual([10]);
    await look();
    expect(points()).toEqual([10, 2]);
    source.write('1 10\n2 25\n');
    await look();
    expect(points()).toEqual([10, 25]);
  });

  it('starts over when a file is truncated, replaced or rewritten in place', async () => {
    const source = new MemorySource('a');
    source.write('1 10\n2 20\n');
    const { look, points } = follow(source);
    await look();
    source.write('1 11\n');
    await look();
    expect(points()).toEqual([11]);
    source.identity = '2';
    source.write('1 12\n2 22\n');
    await look();
    expect(points()).toEqual([12, 22]);
    source.write('9 19\n9 29\n');
    await look();
    expect(points()).toEqual([19, 29]);
  });

  it('continues one file with the next, and starts over when the earlier is rewritten', async () => {
    const [first, second] = [new MemorySource('a'), new MemorySource('b')];
    first.write('1 10\n2 20\n');
    second.write('3 30\n');
    const { stream, look, points } = follow(first);
    await look();
    stream.setSources([first, second]);
    await look();
    expect(points()).toEqual([10, 20, 30]);
    first.write('1 7\n');
    await look();
    expect(points()).toEqual([7, 30]);
  });

  it('keeps what a file said when it is gone', async () => {
    const source = new MemorySource('a');
    source.write('1 10\n');
    const { look, points } = follow(source);
    await look();
    source.stat = () => Promise.resolve(undefined as never);
    expect(await look()).toBe(false);
    expect(points()).toEqual([10]);
  });
});
