import type { CheckpointFormat } from './checkpointFormat';
import { flax } from './flax';
import { gguf } from './gguf';
import { kerasArchive } from './kerasArchive';
import { kerasHdf5 } from './kerasHdf5';
import { npy } from './npy';
import { npz } from './npz';
import { onnx } from './onnx';
import { plainPickle } from './plainPickle';
import { safetensors } from './safetensors';
import { shardedIndex } from './shardedIndex';
import { torchDistributed } from './torchDistributed';
import { torchLegacy } from './torchLegacy';
import { torchZip } from './torchZip';

/** Every kind of checkpoint, in the order in which equally sure ones are asked. */
export const checkpointFormats: readonly CheckpointFormat[] = [
  safetensors,
  shardedIndex,
  torchDistributed,
  torchZip,
  torchLegacy,
  gguf,
  npz,
  npy,
  onnx,
  kerasArchive,
  kerasHdf5,
  flax,
  plainPickle,
];
