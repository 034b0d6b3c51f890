import type { RunFacts } from '../../analyzers/density/runFacts';
import { tokensOf } from '../../analyzers/scaling/runTable';
import type { Run } from '../../model/run';
import { folderOf } from '../../model/source';

/** What a run tells of the model that it makes: from its log, its configurations and the headers of its checkpoints. */
export function runFactsOf(run: Run): RunFacts {
  const { id, name, model, sources } = run;
  const path = sources[0]?.path ?? id;
  return {
    id, name, folder: path.startsWith(`${id}/`) ? id : folderOf(path),
    parameters: model.parameters, active: model.activeParameters, mixture: model.experts !== undefined, bits: model.bits ?? quantisedBits(run),
    // What a run has seen so far is not what its model will have seen, and would make all be worked out anew as it grows.
    tokens: run.status === 'active' ? undefined : tokensOf(run),
  };
}

/** As bitsandbytes, GPTQ and AWQ are configured. */
function quantisedBits({ configs }: Run): number | undefined {
  for (const { key, value } of configs.flatMap(({ entries }) => entries)) {
    const name = key.slice(key.lastIndexOf('.') + 1);
    if (name === 'load_in_4bit' && value === true) return 4;
    if (name === 'load_in_8bit' && value === true) return 8;
    if (/quant\w*\.(?:\w+\.)*(?:w_?)?bits$/.test(key) && typeof value === 'number' && value > 0) return value;
  }
  return undefined;
}
