import type { TextChange } from '../../model/textChange';

/** An edit of a configuration that is offered on some of its lines. */
export interface OfferedEdit {
  /** The diagnosis that it answers; absent where it answers none. */
  readonly rule?: string;
  /** Zero-based lines on which it is offered. */
  readonly lines: readonly number[];
  /** "Set learning_rate to 0.0005". */
  readonly title: string;
  /** They do not overlap. */
  readonly changes: readonly TextChange[];
  /** Whether it is shown as a difference before it is made. */
  readonly preview: boolean;
}

/** What the editor asks of the engine about advice. */
export type AdviceApi = {
  /** What findings advise to change in a configuration file, as edits of this text. */
  edits(request: { readonly path: string; readonly text: string }): readonly OfferedEdit[];
};
