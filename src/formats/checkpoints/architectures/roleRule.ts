import type { TensorRole } from '../../../model/checkpoint';
import type { Part } from './moduleName';

/** Which role modules of certain names have, and under which conditions. The first rule that fits holds. */
export interface RoleRule {
  readonly role: TensorRole;
  /** Innermost names of the module, or the two innermost joined by a dot; separated by spaces, in lower case. */
  readonly names: string;
  /** Parts of the model in which the names mean this; everywhere where absent. */
  readonly within?: readonly Part[];
  /** A module that must stand beside it, for names that mean different things in different models. */
  readonly beside?: string;
  /** The name is not specific enough to be sure. */
  readonly assumed?: true;
}
