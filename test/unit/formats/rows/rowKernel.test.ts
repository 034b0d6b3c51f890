import { describe, expect, test } from 'vitest';
import { durationSeconds } from '../../../../src/formats/logFields';
import { RowKernel } from '../../../../src/formats/rows/rowKernel';
import { RowShape, type Slot, type SlotKind } from '../../../../src/formats/rows/rowShape';
import { seededRandom } from '../seededRandom';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const kernel = new RowKernel();

/** The shape of a line whose slots stand in brackets. */
function shapeOf(line: string, kind: SlotKind): RowShape {
  const slots: Slot[] = [];
  const bare = line.replace(/\[(.*?)\]/g, (_whole: string, text: string, at: number) => {
    const start = at - 2 * slots.length;
    slots.push({ start, end: start + text.length, kind });
    return text;
  });
  return RowShape.of(encode(`${bare}\n`), slots) ?? expect.fail(`${line} has no shape`);
}

function scanned(text: string, shape: RowShape): number[][] {
  kernel.load(encode(text));
  kernel.expect([shape]);
  kernel.scanRows(0);
  return Array.from({ length: kernel.runs[1] ?? 0 }, (_, row) => shape.slots.map((_slot, i) => kernel.column(0, i)[row]));
}

describe('numbers', () => {
  const any = shapeOf('[1]', 'number');
  const numberIn = (text: string): number | undefined => scanned(`${text}\n`, any).at(0)?.[0];

  test('are the doubles that the engine reads, to the last bit, or are left to it', () => {
    const random = seededRandom(7);
    const texts = Array.from({ length: 40_000 }, (_, i) => {
      const value = random() * 10 ** Math.floor(random() * 60 - 30);
      return [String(value), value.toExponential(Math.floor(random() * 18)), (random() * 10).toFixed(Math.floor(random() * 18)), String(Math.floor(random() * 2 ** 53) * 2 + 1)][i % 4];
    });
    const read = texts.map((text) => [text, numberIn(text)] as const).filter(([, value]) => value !== undefined);
    expect(read.filter(([text, value]) => !Object.is(value, Number(text)))).toEqual([]);
    expect(read.length).toBeGreaterThan(texts.length * 0.95);
  });

  // Ties and near ties from the literature on correct rounding.
  test.each(['9007199254740993', '9007199254740991e3', '5e-324', '1.7976931348623157e308', '2.2250738585072011e-308', '8.5e-21', '6.02214076e23', '1e23', '7450580596923828125e-27', '-0.0', '0.000001', '1e-7'])('%s', (text) => {
    const value = numberIn(text);
    if (value !== undefined) expect(value).toBe(Number(text));
    else expect(Math.abs(Math.log10(Number(text)))).toBeGreaterThan(39);
  });

  test.each(['', '-', '.', '1.2.3', '1e', '1 ', '0x1', 'nan', '--1', '1,2', '١'])('%s is none', (text) => {
    expect(numberIn(text)).toBeUndefined();
  });

  test('are told apart by kind where that is asked', () => {
    const kinds = (text: string) => (['integer', 'decimal', 'exponential'] as const).filter((kind) => scanned(`a ${text}\n`, shapeOf('a [1]', kind)).length > 0);
    expect(kinds('15')).toEqual(['integer']);
    expect(kinds('1.5')).toEqual(['decimal']);
    expect(kinds('15e-3')).toEqual(['exponential']);
    expect(kinds('1.5E3')).toEqual(['exponential']);
    for (const text of ['-1', '1.', '.5', '1234567890']) expect(kinds(text)).toEqual([]);
  });
});

describe('times', () => {
  const timeIn = (text: string, kind: 'clock' | 'duration'): number | undefined => scanned(`at ${text}, on\n`, shapeOf('at [x], on', kind)).at(0)?.[0];

  test('of days are those that the engine reads', () => {
    const random = seededRandom(11);
    for (let i = 0; i < 4000; i++) {
      const date = new Date(Math.floor((random() * 200 - 70) * 365.2425 * 864e5));
      expect(timeIn(date.toISOString().slice(0, -1).replace('T', i % 2 === 0 ? ' ' : 'T'), 'clock')).toBe(date.getTime());
    }
  });

  test.each([['2024-02-29 23:59:59', Date.UTC(2024, 1, 29, 23, 59, 59)], ['2023/02-31 00:00:00', Date.UTC(2023, 2, 3)], ['2024-01-01 00:00:00.5', Date.UTC(2024, 0, 1, 0, 0, 0, 500)],
    ['2024-01-01 00:00:00,05', Date.UTC(2024, 0, 1, 0, 0, 0, 50)], ['1999-12-31T12:00:01.123456', Date.UTC(1999, 11, 31, 12, 0, 1, 123)]])('%s', (text, time) => {
    expect(timeIn(text, 'clock')).toBe(time);
  });

  test.each(['2024-13-01 00:00:00', '2024-00-01 00:00:00', '2024-01-32 00:00:00', '2024-01-01 24:00:00', '2024-01-01 00:60:00', '2024-01-01 00:00:60', '1824-01-01 00:00:00', '2024-1-01 00:00:00',
    '2024-01-01_00:00:00', '2024-01-01 00:00:00.', '2024-01-01 00:00:00.1234567', '24-01-01 00:00:00', '2024-01-01 00.00:00', ''])('%s is none', (text) => {
    expect(timeIn(text, 'clock')).toBeUndefined();
  });

  test('of clocks and stop watches are those of the rows', () => {
    const random = seededRandom(5);
    const part = (): string => String(Math.floor(random() * 10 ** Math.floor(random() * 5)));
    for (let i = 0; i < 4000; i++) {
      const text = Array.from({ length: 1 + Math.floor(random() * 4) }, () => (random() < 0.6 ? part().padStart(2, '0') : part())).join(random() < 0.95 ? ':' : ',');
      const read = timeIn(text, 'duration');
      if (read !== undefined || /^(\d+:)?\d{1,2}:\d{2}$/.test(text)) expect(read, text).toBe(durationSeconds(text));
    }
  });
});

describe('lines', () => {
  test('are read up to the first of another shape', () => {
    const shape = shapeOf('iter [1]: loss [2.5], lr 0.1', 'number');
    expect(scanned('iter 1: loss 3, lr 0.1\niter 2: loss 2.5, lr 0.1\niter 3: loss 2, lr 0.2\n', shape)).toEqual([[1, 3], [2, 2.5]]);
    expect(kernel.behind).toBe('iter 1: loss 3, lr 0.1\niter 2: loss 2.5, lr 0.1\n'.length);
    expect(scanned('iter 1: loss 3, lr 0.1', shape)).toEqual([]);
    expect(scanned('iter 1: loss 3, lr 0.1 \n', shape)).toEqual([]);
  });

  test('end where the text ends, whatever was there before', () => {
    const shape = shapeOf('a [1], b', 'number');
    scanned('a 1, b\na 2, b\n', shape);
    expect(scanned('a 3, b\na 4', shape)).toEqual([[3]]);
  });

  test('may hold texts', () => {
    const text = '{"time":"0:01","step":1}\n{"time":"","step":1}\n{"time":"a\\"b","step":1}\n';
    const shape = shapeOf('{"time":"[x]","step":1}', 'text');
    const rows = scanned(text, shape);
    expect(rows.map(([position]) => text.slice(...kernel.span(position)))).toEqual(['0:01', '']);
  });

  test('come as many at a time as fit', () => {
    const shape = shapeOf('[1],[2]', 'number');
    const text = encode(Array.from({ length: 100_000 }, (_, i) => `${i},${i % 7}\n`).join(''));
    kernel.load(text);
    kernel.expect([shape]);
    let [rows, sum] = [0, 0];
    for (let at = 0; at < text.length; at = kernel.behind) {
      kernel.scanRows(at);
      expect([...kernel.runs]).toEqual([0, kernel.column(0, 0).length]);
      rows += kernel.runs[1];
      sum += kernel.column(0, 0).reduce((a, b) => a + b, 0);
    }
    expect([rows, sum]).toEqual([100_000, 4_999_950_000]);
  });

  test('are found by any of the shapes, in their order', () => {
    const shapes = [shapeOf('train [1.5]', 'number'), shapeOf('eval [1.5], [1.5]', 'number'), shapeOf('---', 'number')];
    const text = 'train 1\neval 2, 3\neval 4, 5\n---\neval 6, 7\ntrain 8\nrest 9\n';
    kernel.load(encode(text));
    kernel.expect(shapes);
    kernel.scanRows(0);
    expect([...kernel.runs]).toEqual([0, 1, 1, 2, 2, 1, 1, 1, 0, 1]);
    expect([[0, 0], [1, 0], [1, 1]].map(([shape, slot]) => [...kernel.column(shape, slot)])).toEqual([[1, 8], [2, 4, 6], [3, 5, 7]]);
    expect(text.slice(kernel.behind)).toBe('rest 9\n');
  });

  test('of many shapes in turn are read as often as they come', () => {
    const shapes = Array.from({ length: 40 }, (_, i) => shapeOf(`name${i}: [1]`, 'number'));
    const random = seededRandom(3);
    const expected = Array.from({ length: 30_000 }, (_, i) => [random() < 0.9 ? i % 40 : Math.floor(random() * 40), i]);
    kernel.load(encode(expected.map(([shape, value]) => `name${shape}: ${value}\n`).join('')));
    kernel.expect(shapes);
    const found: [number, number][] = [];
    for (let at = 0, length = -1; found.length > length; at = kernel.behind) {
      length = found.length;
      kernel.scanRows(at);
      const taken = shapes.map(() => 0);
      for (let run = 0; run < kernel.runs.length; run += 2) {
        const [shape, count] = kernel.runs.subarray(run, run + 2);
        for (let i = 0; i < count; i++) found.push([shape, kernel.column(shape, 0)[taken[shape]++]]);
      }
    }
    expect(found).toEqual(expected);
  });

  test('are too long for a shape when they would not fit', () => {
    expect(RowShape.of(encode(`${'x'.repeat(30_000)}1\n`), [{ start: 30_000, end: 30_001, kind: 'number' }])).toBeUndefined();
  });
});
