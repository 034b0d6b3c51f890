import { say } from '../../model/say';
import { columnNames, type Table, type TableColumn } from '../../model/table';
import type { TableRole } from '../../model/tableRole';

/** What a column of a table of models or runs says about a row. */
export type ColumnRole = 'n' | 'd' | 'loss' | 'flops' | 'unique' | 'ratio' | 'model' | 'date' | 'tokenizer' | 'active' | 'bits' | 'moe' | 'official' | 'density' | 'step' | 'base';

/**
 * The column that the person named, or else the one with a name that is common for the role, in the order of the list; undefined
 * where there is none, a sentence where the named one is missing.
 */
export function columnFor(table: Table, role: ColumnRole, named?: string): TableColumn | undefined | { readonly error: string } {
  if (named === undefined) return commonColumn(table, role);
  const found = table.columns.find(({ name }) => name === named) ?? table.columns.find(({ name }) => name.toLowerCase() === named.trim().toLowerCase());
  return found ? inUnits(found) : { error: say`There is no column ${named} in ${table.path}; it has ${columnNames(table)}.` };
}

/** The same for roles that no option names. */
export function commonColumn(table: Table, role: ColumnRole): TableColumn | undefined {
  const mapped = table.columns.find((column) => column.role !== undefined && column.role === mappedRoles[role]);
  if (mapped) return inUnits(mapped);
  for (const name of commonNames[role]) {
    const found = table.columns.find((column) => column.role === undefined && plain(column.name) === name);
    if (found) return inUnits(found);
  }
  return undefined;
}

/** The column that names the rows: of those with a usual name the one that tells most rows apart. */
export function nameColumn(table: Table): TableColumn | undefined {
  const mapped = table.columns.find(({ role }) => role === 'model');
  if (mapped) return mapped;
  const candidates = commonNames.model.flatMap((name) => table.columns.filter((column) => plain(column.name) === name));
  const kinds = ({ texts }: TableColumn): number => new Set(texts).size;
  return candidates.length === 0 ? undefined : candidates.reduce((best, one) => (kinds(one) > kinds(best) ? one : best));
}

/** What a column is taken for, by what the person said or else by its name; undefined for one that says nothing that is known. */
export function roleOfColumn(table: Table, column: TableColumn): TableRole | undefined {
  if (column.role !== undefined) return column.role;
  if (nameColumn(table)?.name === column.name) return 'model';
  const known = (Object.keys(mappedRoles) as ColumnRole[]).find((role) => role !== 'model' && commonColumn(table, role)?.name === column.name);
  return known === undefined ? undefined : mappedRoles[known];
}

/** What the settings call a role. */
const mappedRoles: Readonly<Partial<Record<ColumnRole, TableRole>>> = {
  n: 'parameters', d: 'tokens', loss: 'loss', flops: 'flops', unique: 'uniqueTokens', model: 'model', date: 'date', tokenizer: 'tokenizer', active: 'activeParameters',
  bits: 'bits', density: 'density', step: 'step', base: 'original',
};

const commonNames: Readonly<Record<ColumnRole, readonly string[]>> = {
  n: ['n', 'params', 'parameters', 'nparams', 'nparameters', 'numparams', 'numparameters', 'totalparams', 'totalparameters', 'modelparams', 'modelparameters', 'modelsize', 'modelnumparameters', 'parametercount', 'size'],
  d: ['d', 'tokens', 'ntokens', 'numtokens', 'traintokens', 'trainingtokens', 'tokensseen', 'totaltokens', 'pretrainingtokens', 'pretrainingdatasize', 'datasize', 'trainingdatasize'],
  loss: ['loss', 'valloss', 'validationloss', 'evalloss', 'lossval', 'losseval', 'testloss', 'losstest', 'finalloss', 'finalvalloss', 'finalevalloss'],
  flops: ['flops', 'flop', 'trainingflop', 'trainingflops', 'trainflops', 'totalflops', 'compute', 'c'],
  unique: ['uniquetokens', 'uniquedata', 'unique', 'ud'],
  ratio: ['tokmult', 'tokensperparameter', 'tokensperparam', 'tokenmultiplier'],
  model: ['fullname', 'model', 'modelname', 'name', 'run', 'configname'],
  date: ['date', 'releasedate', 'released', 'release', 'uploadtohubdate', 'publicationdate', 'created', 'createdat'],
  tokenizer: ['tokenizer', 'tokeniser', 'vocabsize', 'vocabularysize', 'vocabulary', 'vocab'],
  active: ['activeparams', 'activeparameters', 'nactive', 'activatedparams', 'activatedparameters'],
  bits: ['bits', 'wbits', 'weightbits', 'bitsperweight', 'quantbits'],
  moe: ['moe', 'ismoe'],
  official: ['officialproviders', 'officialprovider', 'official'],
  density: ['density', 'capabilitydensity', 'rho'],
  step: ['step', 'steps', 'iteration'],
  base: ['basemodel', 'base', 'original', 'parent', 'compressedfrom'],
};

/** `#Params (B)` and `num_params` without their signs and units. */
function plain(name: string): string {
  return name.toLowerCase().replace(/\(.*?\)/g, '').replace(/[^a-z0-9]/g, '');
}

/** Numbers in units: a name that ends in `(B)` counts billions, one in `(1E21)` multiples of 10^21. */
function inUnits(column: TableColumn): TableColumn {
  const unit = /\(\s*(?:in\s+)?([kmbt]|1e\d+)\s*\)\s*$/i.exec(column.name)?.[1].toLowerCase();
  if (unit === undefined) return column;
  const factor = unit.length === 1 ? 1000 ** ('kmbt'.indexOf(unit) + 1) : Number(unit);
  return { ...column, numbers: column.numbers.map((x) => x * factor) };
}
