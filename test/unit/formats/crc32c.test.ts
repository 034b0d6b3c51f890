import { expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from '../../../src/formats/crc32c';

const view = (bytes: Iterable<number>): DataView => new DataView(Uint8Array.from(bytes).buffer);

// RFC 3720, appendix B.4.
test.each([
  ['zeros', new Array<number>(32).fill(0), 0x8a9136aa],
  ['ones', new Array<number>(32).fill(255), 0x62a8ab43],
  ['ascending', Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['descending', Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
])('gives the checksum of the RFC for %s', (_, bytes, expected) => {
  expect(crc32c(view(bytes))).toBe(expected);
});

test('gives the check value of the catalogue, whose length is no multiple of eight', () => {
  expect(crc32c(view(new TextEncoder().encode('123456789')))).toBe(0xe3069283);
});

test('masks as the header of every event file shows', () => {
  // Length 24 and its checksum in the first record of an event file.
  expect(maskedCrc32c(view([0x18, 0, 0, 0, 0, 0, 0, 0]))).toBe(0x224b7fa3);
});
