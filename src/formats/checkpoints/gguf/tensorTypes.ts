import { numberTypes } from '../numberTypes';
import { codebookBlocks } from './codebookBlocks';
import { smallBlocks } from './smallBlocks';
import { superBlocks } from './superBlocks';
import type { TensorType } from './tensorType';
import { ternaryBlocks } from './ternaryBlocks';

const plainIds: Readonly<Record<string, number>> = { F32: 0, F16: 1, I8: 24, I16: 25, I32: 26, I64: 27, F64: 28, BF16: 30 };

/** Types whose codes choose from tables of lattice points; only their sizes are known here. */
const latticeBlocks: readonly (readonly [number, TensorType])[] = [
  [16, known('IQ2_XXS', 66)],
  [17, known('IQ2_XS', 74)],
  [18, known('IQ3_XXS', 98)],
  [19, known('IQ1_S', 50)],
  [21, known('IQ3_S', 110)],
  [22, known('IQ2_S', 82)],
  [29, known('IQ1_M', 56)],
];

/** Every type of which the size is known, by its id in a GGUF (ggml.h: enum ggml_type). */
export const tensorTypes: ReadonlyMap<number, TensorType> = new Map([
  ...plainTypes(), ...smallBlocks, ...superBlocks, ...codebookBlocks, ...ternaryBlocks, ...latticeBlocks,
]);

function known(name: string, bytes: number): TensorType {
  return { name, elements: 256, bytes, wide: false };
}

function plainTypes(): [number, TensorType][] {
  return [...numberTypes.values()].flatMap((type) => {
    const id = plainIds[type.name];
    return id === undefined ? [] : [[id, { ...type, elements: 1, bytes: type.bits / 8 }]];
  });
}
