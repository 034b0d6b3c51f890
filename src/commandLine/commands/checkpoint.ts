import { checkpointAt } from '../../engine/spectra/checkpointAt';
import type { Checkpoint } from '../../model/checkpoint';
import { formatCount, formatNumber } from '../../model/format';
import type { Command } from '../command';
import { failed, jsonOption, toJson } from '../command';

/** `plateau checkpoint`: what a checkpoint holds, from its headers. */
export const checkpoint: Command = {
  name: 'checkpoint',
  usage: 'PATH  the tensors of a checkpoint: their places in the model, shapes, types and sizes',
  options: { json: jsonOption },
  problemOf: ({ paths }) => (paths.length > 1 ? 'Name one checkpoint: plateau checkpoint PATH.' : undefined),
  async run({ paths, options }, { files }) {
    const found = await checkpointAt(paths[0], files);
    if ('error' in found) return failed(found.error);
    return { text: options.has('json') ? toJson(found) : report(found), status: 0 };
  },
};

function report({ label, tensors, parameters, step, troubles }: Checkpoint): string {
  const name = Math.max(0, ...tensors.map((tensor) => tensor.name.length));
  return [
    `${label}${step === null ? '' : `, step ${step}`}: ${formatCount(tensors.length, 'tensor')}, ${formatNumber(parameters)} parameters`,
    ...tensors.map((tensor) => `  ${tensor.name.padEnd(name)}  ${tensor.type.padEnd(5)} ${tensor.shape.join(' × ').padEnd(16)} ${tensor.role}${tensor.assumed ? ' (assumed)' : ''}`),
    ...troubles.map((trouble) => `  ${trouble}`),
  ].join('\n');
}
