import { describe, expect, it } from 'vitest';
import { Opaque } from '../../../../../src/formats/checkpoints/pickle/pickleValue';
import type { PickleValue } from '../../../../../src/formats/checkpoints/pickle/pickleValue';
import { unpickle } from '../../../../../src/formats/checkpoints/pickle/unpickle';
import { corrupted } from '../../corruptions';
import { fixture } from '../../fixture';

/** A pickle from text, in which each character is a byte. */
function pickled(source: string): Uint8Array {
  return Uint8Array.from(source, (character) => character.charCodeAt(0));
}

function valueOf(source: string): PickleValue {
  const result = unpickle(pickled(source));
  if ('error' in result) expect.fail(result.error);
  return result.value;
}

function errorOf(bytes: Uint8Array): string {
  const result = unpickle(bytes);
  return 'error' in result ? result.error : expect.fail('was read');
}

describe('unpickle', () => {
  it('reads what Python writes in every protocol', () => {
    // pickle.dumps({'a': [1, -2, 300, 70000, 2**40, 1.5, True, None, 'ü', (1,), b'x', {3}]}, protocol)
    const expected = new Map<string, unknown>([['a', [1, -2, 300, 70000, 2 ** 40, 1.5, true, null, 'ü', [1], Uint8Array.of(120), new Set([3])]]]);
    const protocols = [
      '(dp0\nVa\np1\n(lp2\nI1\naI-2\naI300\naI70000\naL1099511627776L\naF1.5\naI01\naNaV\xfc\np3\na(I1\ntp4\nac_codecs\nencode\np5\n(Vx\np6\nVlatin1\np7\ntp8\nRp9\nac__builtin__\nset\np10\n((lp11\nI3\natp12\nRp13\nas.',
      '\x80\x02}q\x00X\x01\x00\x00\x00aq\x01]q\x02(K\x01J\xfe\xff\xff\xffM,\x01Jp\x11\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01G?\xf8\x00\x00\x00\x00\x00\x00\x88NX\x02\x00\x00\x00\xc3\xbcq\x03K\x01\x85q\x04c_codecs\nencode\nq\x05X\x01\x00\x00\x00xq\x06X\x06\x00\x00\x00latin1q\x07\x86q\x08Rq\tc__builtin__\nset\nq\n]q\x0bK\x03a\x85q\x0cRq\res.',
      '\x80\x04\x95I\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94]\x94(K\x01J\xfe\xff\xff\xffM,\x01Jp\x11\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01G?\xf8\x00\x00\x00\x00\x00\x00\x88N\x8c\x02\xc3\xbc\x94K\x01\x85\x94C\x01x\x94\x8f\x94(K\x03\x90es.',
    ];
    for (const source of protocols) expect(valueOf(source)).toEqual(expected);
  });

  it('reads long integers, frozen sets and escapes', () => {
    expect(valueOf('\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01.')).toBe(2n ** 64n);
    expect(valueOf('\x8a\x00.')).toBe(0);
    expect(valueOf('\x80\x04(K\x01K\x02\x91.')).toEqual(new Set([1, 2]));
    expect(valueOf("S'a\\x41\\n\\'b'\n.")).toBe("aA\n'b");
    expect(valueOf('V\\u00e9\\U0001f600\n.')).toBe('é😀');
    expect(valueOf('Fnan\n.')).toBeNaN();
    expect(valueOf('(K\x01K\x021K\x05.')).toBe(5);
  });

  it('calls nothing, whatever it is asked to call', () => {
    for (const source of ['cos\nsystem\n(Vtouch x\ntR.', '(Vtouch x\nios\nsystem\n.', '(cos\nsystem\nVtouch x\no.', '\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x031+1\x85R.', 'cbuiltins\nexec\n(Vx\nt\x81.']) {
      const value = valueOf(source);
      expect(value).toBeInstanceOf(Opaque);
      expect((value as Opaque).path).toMatch(/^(os\.system|builtins\.(eval|exec))$/);
    }
  });

  it('knows no name that JavaScript gives its objects', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      expect(valueOf(`c${name}\n${name}\n(tR.`)).toBeInstanceOf(Opaque);
      expect(valueOf(`(dV${name}\nK\x01s.`)).toEqual(new Map([[name, 1]]));
    }
    valueOf('(dV__proto__\n(dVpolluted\nK\x01ss.');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('reads values that contain themselves, and nested a million deep', () => {
    const list = valueOf(']q\x00h\x00a.') as PickleValue[];
    expect(list[0]).toBe(list);
    const lists = new Uint8Array(2_000_001).fill(0x5d, 0, 1_000_001).fill(0x61, 1_000_001);
    const tuples = new Uint8Array(1_000_000).fill(0x29, 0, 1).fill(0x85, 1);
    for (const deep of [lists, tuples]) expect(unpickle(joined(deep, Uint8Array.of(0x2e)))).toHaveProperty('end', deep.length + 1);
  });

  it('refuses what would fill the memory', () => {
    const dicts = new Uint8Array(8_000_000).fill(0x7d);
    expect(errorOf(dicts)).toMatch(/more objects than Plateau reads/);
    // A list of 100,000 numbers that is copied 10,000 times.
    const copies = `]q\x00(${'K\x01'.repeat(100_000)}e${'ccollections\ndeque\nh\x00\x85R'.repeat(10_000)}.`;
    expect(errorOf(pickled(copies))).toMatch(/more objects than Plateau reads/);
    expect(errorOf(joined(Uint8Array.of(0x8b, 255, 255, 0, 0), new Uint8Array(70_000)))).toMatch(/damaged/);
  });

  it('says whether a pickle is cut off or damaged', () => {
    expect(unpickle(pickled('\x80\x02K'))).toMatchObject({ cutOff: true });
    expect(unpickle(pickled('X\xff\xff\xff\x7fa'))).toMatchObject({ cutOff: true });
    for (const source of ['t.', 'a.', '0.', 'h\x05.', '\xff.', 'K\x01b.', '(K\x01d.', 'Ix\n.', '(.']) expect(unpickle(pickled(source))).toMatchObject({ cutOff: false });
  });

  it('survives every truncation and 4,000 corruptions', () => {
    for (const file of ['torch/arrays_protocol0.pkl', 'torch/arrays_protocol2.pkl', 'torch/arrays_protocol5.pkl']) {
      const bytes = fixture(`checkpoints/${file}`);
      for (let length = 0; length < bytes.length; length++) expect(unpickle(bytes.subarray(0, length))).toMatchObject({ cutOff: true });
      for (let seed = 0; seed < 1000; seed++) expect(unpickle(corrupted(bytes, seed))).toBeDefined();
    }
    const metadata = fixture('checkpoints/distributed/nested/.metadata');
    for (let seed = 0; seed < 1000; seed++) expect(unpickle(corrupted(metadata, seed))).toBeDefined();
  });
});

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
