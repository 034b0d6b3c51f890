import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blueprintOf } from '../../../src/analyzers/blueprint/blueprintOf';
import { manifest } from '../../../src/model/manifest';
import { defaultSettings } from '../../../src/model/settings';

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

const schema = JSON.parse(readFileSync(new URL('../../../media/schemas/blueprint.schema.json', import.meta.url), 'utf8')) as Schema;

/** Paths at which a value breaks the parts of JSON Schema that the file uses, or has a key that the schema does not describe. */
function breaches(value: unknown, rules: Schema, path = '$'): readonly string[] {
  const { type, items, minItems, properties } = rules;
  if (type !== undefined && ![type].flat().some((one) => isOfType(value, one))) return [`${path}: ${JSON.stringify(value)} is no ${[type].flat().join(' or ')}`];
  const found = plainBreaches(value, rules, path);
  if (Array.isArray(value)) return [...found, ...(value.length < (minItems ?? 0) ? [`${path}: too short`] : []), ...value.flatMap((one, i) => breaches(one, items ?? {}, `${path}[${i}]`))];
  return typeof value === 'object' && value !== null && properties ? [...found, ...breachesWithin(value, rules, path)] : found;
}

function plainBreaches(value: unknown, { const: constant, enum: values, minimum, maximum }: Schema, path: string): readonly string[] {
  return [
    ...(constant !== undefined && value !== constant ? [`${path}: not ${String(constant)}`] : []),
    ...(values && !values.includes(value) ? [`${path}: not among the values`] : []),
    ...(typeof value === 'number' && (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity)) ? [`${path}: out of bounds`] : []),
  ];
}

function breachesWithin(value: object, { required = [], properties = {} }: Schema, path: string): readonly string[] {
  const inside = Object.entries(value).flatMap(([key, one]) => (properties[key] ? breaches(one, properties[key], `${path}.${key}`) : [`${path}.${key}: not described`]));
  return [...required.filter((key) => !(key in value)).map((key) => `${path}.${key}: missing`), ...inside];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

const modules = Array.from({ length: 8 }, (_, i) => ({
  name: `layers.${i}.fc1`, parameters: 10 + i, gradNormMean: 1 / (i + 1), gradNormMedian: i ? 0.5 : null, gradNormStd: null, layer: i, role: 'ffn.up' as const, assumed: i > 3, silentRows: 0, rows: 10,
}));
const made = () => JSON.parse(JSON.stringify(blueprintOf({ source: 'optimizer state', scale: 'restored', modules, model: null, batches: null, notes: ['a note'] }, defaultSettings)));

describe('blueprint.schema.json', () => {
  it('holds for what is written, and describes all of it', () => {
    expect(made().recommendation).not.toBeNull();
    expect(breaches(made(), schema)).toEqual([]);
  });

  it.each([
    [{ schemaVersion: 2 }, '$.schemaVersion: not 1'],
    [{ norm: 'l1' }, '$.norm: not l2'],
    [{ submodules: [] }, '$.submodules: too short'],
    [{ submodules: [{ name: 'a', parameters: 1, gradNormMean: -1 }] }, '$.submodules[0].gradNormMean: out of bounds'],
    [{ submodules: [{ name: 'a', parameters: 1 }] }, '$.submodules[0].gradNormMean: missing'],
    [{ source: 'guess' }, '$.source: not among the values'],
  ])('refuses %j', (change, breach) => {
    expect(breaches({ ...made(), ...change }, schema)).toEqual([breach]);
  });

  it('is what the editor checks *.blueprint.json with', () => {
    expect(manifest().contributes.jsonValidation).toEqual([{ fileMatch: '*.blueprint.json', url: './media/schemas/blueprint.schema.json' }]);
  });
});
