import type { ModelFacts, Plan } from './plan';

export type ConfigKind =
  | 'hf-training-arguments' | 'hf-model' | 'axolotl' | 'llama-factory' | 'hydra' | 'lightning'
  | 'deepspeed' | 'nanogpt' | 'llm-foundry' | 'peft-adapter' | 'plain';

/** A value of a configuration, or a list of such. */
export type ConfigValue = ConfigScalar | readonly ConfigScalar[];
export type ConfigScalar = string | number | boolean | null;

/** One key of a configuration file and where it stands, for code lenses, problems and edits. */
export interface ConfigEntry {
  /** Dotted path from the root of the file: `trainer.max_steps`. */
  readonly key: string;
  readonly value: string | number | boolean | null;
  /** Zero-based line and columns of the value. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A configuration file beside a run: what it plans, which model it describes, and where each key stands. */
export interface Config {
  readonly path: string;
  readonly kind: ConfigKind;
  readonly entries: readonly ConfigEntry[];
  readonly plan: Plan;
  readonly model: ModelFacts;
  /** Folder that the configuration says the run writes to, as written in the file. */
  readonly outputFolder?: string;
}
