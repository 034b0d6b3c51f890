/** An edit of one value of a configuration, zero-based line and columns. */
export interface OfferedEdit {
  readonly rule: string;
  readonly run: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** "Set learning_rate to 0.0005". */
  readonly title: string;
  readonly newText: string;
}

/** What the editor asks of the engine about advice. */
export type AdviceApi = {
  /** What findings advise to change in a configuration file, as edits of this text. */
  edits(request: { readonly path: string; readonly text: string }): readonly OfferedEdit[];
};
