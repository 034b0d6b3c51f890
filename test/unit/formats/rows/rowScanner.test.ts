import { describe, expect, test } from 'vitest';
import { RowScanner } from '../../../../src/formats/rows/rowScanner';
import { RowShape, type Slot, type SlotKind } from '../../../../src/formats/rows/rowShape';
import { seededRandom } from '../seededRandom';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const scanner = new RowScanner();

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
  scanner.load(encode(text));
  const rows = scanner.scan(shape, 0);
  return Array.from({ length: rows }, (_, row) => shape.slots.map((_slot, i) => scanner.column(i)[row]));
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

describe('lines', () => {
  test('are read up to the first of another shape', () => {
    const shape = shapeOf('iter [1]: loss [2.5], lr 0.1', 'number');
    expect(scanned('iter 1: loss 3, lr 0.1\niter 2: loss 2.5, lr 0.1\niter 3: loss 2, lr 0.2\n', shape)).toEqual([[1, 3], [2, 2.5]]);
    expect(scanner.behind).toBe('iter 1: loss 3, lr 0.1\niter 2: loss 2.5, lr 0.1\n'.length);
    expect(scanned('iter 1: loss 3, lr 0.1', shape)).toEqual([]);
    expect(scanned('iter 1: loss 3, lr 0.1 \n', shape)).toEqual([]);
  });

  test('end where the text ends, whatever was there before', () => {
    const shape = shapeOf('a [1], b', 'number');
    scanner.load(encode('a 1, b\na 2, b\n'));
    scanner.load(encode('a 3, b\na 4'));
    expect(scanner.scan(shape, 0)).toBe(1);
    expect(scanner.column(0)[0]).toBe(3);
  });

  test('may hold texts', () => {
    const text = '{"time":"0:01","step":1}\n{"time":"","step":1}\n{"time":"a\\"b","step":1}\n';
    const shape = shapeOf('{"time":"[x]","step":1}', 'text');
    const rows = scanned(text, shape);
    expect(rows.map(([position]) => text.slice(...scanner.span(position)))).toEqual(['0:01', '']);
  });

  test('come as many at a time as fit', () => {
    const shape = shapeOf('[1],[2]', 'number');
    const text = encode(Array.from({ length: 100_000 }, (_, i) => `${i},${i % 7}\n`).join(''));
    scanner.load(text);
    let [rows, sum] = [0, 0];
    for (let at = 0; at < text.length; at = scanner.behind) {
      const read = scanner.scan(shape, at);
      expect(read).toBeGreaterThan(0);
      rows += read;
      sum += scanner.column(0).reduce((a, b) => a + b, 0);
    }
    expect([rows, sum]).toEqual([100_000, 4_999_950_000]);
  });

  test('are too long for a shape when they would not fit', () => {
    expect(RowShape.of(encode(`${'x'.repeat(30_000)}1\n`), [{ start: 30_000, end: 30_001, kind: 'number' }])).toBeUndefined();
    expect(scanner.load(new Uint8Array((1 << 20) + 1))).toBe(false);
  });
});
