import { boxTable } from './boxTable';
import { buildNanogpt } from './buildNanogpt';
import { columnTable } from './columnTable';
import { composer } from './composer';
import { darknet } from './darknet';
import { deepspeed } from './deepspeed';
import { espnet } from './espnet';
import { fairseq } from './fairseq';
import { generic } from './generic';
import { hfStdout } from './hfStdout';
import { kerasBar } from './kerasBar';
import { lightningBar } from './lightningBar';
import { llmc } from './llmc';
import { megatron } from './megatron';
import { mlperf } from './mlperf';
import { mmengine } from './mmengine';
import { moddedNanogpt } from './moddedNanogpt';
import { nanochat } from './nanochat';
import { nanogpt } from './nanogpt';
import { nanotron } from './nanotron';
import { olmo } from './olmo';
import { openLm } from './openLm';
import type { TextPreset } from './preset';
import { torchtitan } from './torchtitan';
import { verl } from './verl';
import { yolo } from './yolo';
import { yoloResults } from './yoloResults';

/** Every preset, asked in this order; the weak ones come last. */
export const textPresets: readonly TextPreset[] = [
  nanogpt, llmc, moddedNanogpt, megatron, mlperf, hfStdout, torchtitan, composer, nanochat, olmo, fairseq, nanotron,
  openLm, mmengine, lightningBar, kerasBar, verl, espnet, yolo, yoloResults, darknet, buildNanogpt, boxTable, columnTable, deepspeed, generic,
];
