import type { OfferedEdit } from './advice';
import type { Refusal } from './refusal';

/** Where a blueprint is from: what a run tells of its gradients, a file, or a checkpoint with its optimizer. */
export type BlueprintSource =
  | { readonly kind: 'run'; readonly run: string }
  | { readonly kind: 'file' | 'checkpoint'; readonly path: string };

/** A configuration as it stands in the editor. */
export interface ConfigText {
  readonly path: string;
  readonly text: string;
}

/** An edit that makes a configuration train the modules that a blueprint recommends. */
export interface Adaptation extends OfferedEdit {
  readonly source: BlueprintSource;
  readonly notes: readonly string[];
}

/** A blueprint that cannot be used for a configuration, with the reason. */
export interface RefusedAdaptation extends Refusal {
  /** The question that the reason answers. */
  readonly title: string;
  readonly lines: readonly number[];
}

/** What the editor asks of the engine about the adaptation of configurations to blueprints. */
export type AdaptationApi = {
  /**
   * Edits for the choices of modules on these lines, ends included: by the blueprints of the runs that use the configuration, where they
   * are known without long work, and by those in files.
   */
  adaptations(request: ConfigText & { readonly fromLine: number; readonly toLine: number; readonly blueprints: readonly string[] }): readonly (Adaptation | RefusedAdaptation)[];
  /** The edit for one blueprint and a budget as people write it, '' for the recommended one. `line` names one of several choices. */
  adapt(request: ConfigText & { readonly source: BlueprintSource; readonly budget: string; readonly line: number | null }): Adaptation | Refusal;
  /** Which of these files say which modules are trained. */
  adaptable(paths: readonly string[]): readonly string[];
  /** A blueprint as the text of its file, with a name for it. */
  exportBlueprint(source: BlueprintSource): { readonly name: string; readonly text: string } | Refusal;
};
