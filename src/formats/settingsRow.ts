import type { Plan } from '../model/plan';
import type { Field } from './rowField';

/** Some logs begin with a row of settings: it is no state of the training, and what it calls `lr` is the peak. */
export function isSettingsRow(fields: readonly Field[], count: number): boolean {
  let settings = 0;
  for (let i = 0; i < count; i++) {
    if (fields[i].sense === 'measure') return false;
    if (fields[i].sense === 'setting') settings++;
  }
  return settings >= 2;
}

/** How long the run is to be, as far as its row of settings says so. */
export function planOfSettings(fields: readonly Field[], values: Float64Array, count: number): Plan {
  const said = (names: RegExp): number | undefined => {
    const i = fields.findIndex(({ name }, at) => at < count && names.test(name) && values[at] > 0);
    return i < 0 ? undefined : values[i];
  };
  return { maxSteps: said(plannedSteps), maxEpochs: said(plannedEpochs) };
}

const plannedSteps = /(?:^|\/)(?:num_(?:train_)?(?:steps|iters)|max_(?:steps|iters))$/i;
const plannedEpochs = /(?:^|\/)(?:num_(?:train_)?epochs|max_epochs)$/i;
