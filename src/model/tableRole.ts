/** What a column of a table of models, runs or measurements says about a row. */
export const tableRoles = [
  'model', 'parameters', 'activeParameters', 'bits', 'tokens', 'uniqueTokens', 'flops', 'loss', 'score', 'dataSize', 'date', 'original', 'tokenizer', 'density', 'step',
] as const;

export type TableRole = (typeof tableRoles)[number];
