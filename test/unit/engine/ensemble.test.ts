import { describe, expect, it } from 'vitest';
import { checkpointsByFolder } from '../../../src/engine/checkpointsByFolder';
import { asEnsemble } from '../../../src/engine/ensemble';

const membersOf = (...names: string[]) => {
  const [[, own]] = [...checkpointsByFolder(names.map((name) => `/w/${name}`))];
  return asEnsemble(own).flatMap(({ member }) => member ?? []);
};

const counted = (from: number, to: number, nameOf: (i: number) => string) => Array.from({ length: to - from + 1 }, (_, i) => nameOf(from + i));

describe('asEnsemble', () => {
  it.each([
    [['r/model_1.pt', 'r/model_2.pt', 'r/model_3.pt', 'r/model_4.pt', 'r/model_5.pt'], [1, 2, 3, 4, 5]],
    [['r/model0.pth', 'r/model1.pth'], [0, 1]],
    [counted(1, 12, (i) => `r/model-${i}.ckpt`), counted(1, 12, String).map(Number)],
    [['r/best.pt', 'r/model_1.pt', 'r/model_2.pt'], [1, 2]],
  ])('takes %j for members', (names, members) => {
    expect(membersOf(...names)).toEqual(members);
  });

  it.each([
    ['one', ['r/model_1.pt']],
    ['a gap', ['r/model_1.pt', 'r/model_3.pt']],
    ['numbers from the middle on', ['r/model_7.pt', 'r/model_8.pt']],
    ['steps by their size', ['r/model_500.pt', 'r/model_1000.pt']],
    ['padded steps', ['r/model_000001.pt', 'r/model_000002.pt']],
    ['epochs by their number', counted(0, 89, (i) => `r/model_${i}.pth`)],
    ['a word for steps', ['r/step_1.pt', 'r/step_2.pt']],
    ['a word for epochs in the name', ['r/epoch_model_1.pt', 'r/epoch_model_2.pt']],
    ['a folder of epochs', ['r/epochs/model_1.pt', 'r/epochs/model_2.pt']],
    ['a folder of checkpoints', ['r/checkpoints/model_1.pt', 'r/checkpoints/model_2.pt']],
    ['folders of the Trainer', ['r/checkpoint-1', 'r/checkpoint-2']],
    ['other numbers beside them', ['r/model_1.pt', 'r/model_2.pt', 'r/step_900.pt']],
  ])('takes %s for steps', (_, names) => {
    expect(membersOf(...names)).toEqual([]);
  });
});
