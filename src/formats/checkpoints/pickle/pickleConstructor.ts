import type { PickleValue } from './pickleValue';

/** Makes data of the arguments of a call; undefined where they are not as they should be. */
export type PickleConstructor = (args: readonly PickleValue[]) => PickleValue | undefined;
