import type { ConfigValue } from './config';

/** The ways in which configurations say which modules are trained. */
export const adaptationWays = ['peft', 'axolotl adapter', 'axolotl', 'llamafactory lora', 'llamafactory freeze', 'names'] as const;
export type AdaptationWay = (typeof adaptationWays)[number];

/** Values by key, as one mapping of a configuration holds them; undefined for what is neither a plain value nor a list of such. */
export type ConfigValues = Readonly<Record<string, ConfigValue | undefined>>;

/** Keys under which a list of names of trained modules may stand in a configuration that belongs to no framework. */
export const nameKeys = ['requires_grad', 'trainable_modules'] as const;
