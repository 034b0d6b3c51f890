import { isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import type { ConfigScalar, ConfigValue } from '../../../model/config';
import { deepestNesting } from '../configReader';
import { TextPositions } from '../textPositions';
import { mostMappings, type ConfigMapping, type ConfigSyntax } from './configMapping';
import { plainValue } from './plainValue';

/** YAML of one document. Only the value that changes is written anew, in the style of what stands there. */
export const yamlSyntax: ConfigSyntax = {
  mappings(text) {
    const root = rootOf(text);
    if (!root) return undefined;
    const found: ConfigMapping[] = [];
    visit(root.map, [], { document: root.document, positions: new TextPositions(text), found });
    return found;
  },

  withValue(text, path, key, value, beside) {
    const map = path.reduce<unknown>((node, name) => (isMap(node) ? pairOf(node, String(name))?.value : undefined), rootOf(text)?.map);
    if (!isMap(map)) return undefined;
    const pair = pairOf(map, key);
    return pair ? replaced(text, map as YAMLMap, pair, value) : inserted(text, map as YAMLMap, key, value, beside);
  },
};

function rootOf(text: string): { readonly document: Document; readonly map: YAMLMap } | undefined {
  try {
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
    return document.errors.length === 0 && isMap(document.contents) ? { document: document as Document, map: document.contents as YAMLMap } : undefined;
  } catch {
    return undefined; // absurd nesting
  }
}

interface Walk {
  readonly document: Document;
  readonly positions: TextPositions;
  readonly found: ConfigMapping[];
}

function visit(map: YAMLMap, path: readonly string[], walk: Walk): void {
  if (walk.found.length >= mostMappings || path.length > deepestNesting) return;
  const pairs = map.items.filter((pair) => isScalar(pair.key));
  walk.found.push({
    path, callee: '',
    values: Object.fromEntries(pairs.map((pair) => [nameOf(pair), valueOf(pair, walk.document)])),
    lines: new Map(pairs.map((pair) => [nameOf(pair), walk.positions.place(startOf(pair.key), startOf(pair.key)).line])),
  });
  for (const pair of pairs) if (isMap(pair.value)) visit(pair.value as YAMLMap, [...path, nameOf(pair)], walk);
}

/** Of what is deeper than a list, and of a list with aliases, nothing is read: aliases can multiply. */
function valueOf({ value }: Pair, document: Document): ConfigValue | undefined {
  if (isSeq(value)) return plainValue(value.items.map((item) => (isScalar(item) ? item.value : undefined)));
  return value === null ? null : plainValue(isScalar(value) ? value.value : isMap(value) ? undefined : (value as Node).toJS(document) as unknown);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.filter((pair) => isScalar(pair.key) && nameOf(pair) === key).pop(); // the last of equal keys holds
}

function nameOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function replaced(text: string, map: YAMLMap, pair: Pair, value: ConfigValue): string | undefined {
  const node = pair.value as Node | null;
  if (node && 'anchor' in node && node.anchor) return undefined; // other places refer to it
  const colon = text.indexOf(':', endOf(pair.key as Node));
  const end = Math.max(colon + 1, endOf(node));
  const column = columnAt(text, startOf(pair.key));
  const wasBlock = isSeq(node) && !node.flow;
  const indent = wasBlock ? columnAt(text, startOf(node)) : column + indentStep;
  return text.slice(0, colon + 1) + written(value, { indent, flow: map.flow === true ? 'always' : isSeq(node) && !wasBlock ? 'short' : 'never', eol: eolOf(text) }) + text.slice(end);
}

function inserted(text: string, map: YAMLMap, key: string, value: ConfigValue, beside: readonly string[]): string | undefined {
  const near = beside.map((name) => pairOf(map, name)).find((pair) => pair !== undefined) ?? map.items[map.items.length - 1];
  if (!near) return undefined;
  const column = columnAt(text, startOf(near.key));
  const end = Math.max(text.indexOf(':', endOf(near.key as Node)) + 1, endOf(near.value as Node | null));
  const item = `${key}:${written(value, { indent: column + indentStep, flow: map.flow === true ? 'always' : 'never', eol: eolOf(text) })}`;
  if (map.flow) return `${text.slice(0, end)}, ${item}${text.slice(end)}`;
  const lineEnd = /\r?\n|$/.exec(text.slice(end))?.index ?? 0;
  return `${text.slice(0, end + lineEnd)}${eolOf(text)}${' '.repeat(column)}${item}${text.slice(end + lineEnd)}`;
}

const indentStep = 2;

function startOf(node: unknown): number {
  return (node as Node).range?.[0] ?? 0;
}

/** Behind the last character of a value, without the comments and line breaks that a parser counts to it. */
function endOf(node: Node | null): number {
  if (!node?.range) return 0;
  const items: readonly unknown[] = (isSeq(node) || isMap(node)) && !node.flow ? node.items : [];
  const last = items[items.length - 1];
  return last === undefined ? node.range[1] : endOf((isPairLike(last) ? last.value ?? last.key : last) as Node);
}

function isPairLike(value: unknown): value is Pair {
  return typeof value === 'object' && value !== null && 'key' in value;
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

interface Style {
  readonly indent: number;
  /** Whether lists stand in brackets: within braces they have to. */
  readonly flow: 'always' | 'short' | 'never';
  readonly eol: string;
}

/** What stands behind the colon. */
function written(value: ConfigValue, { indent, flow, eol }: Style): string {
  if (!isList(value)) return ` ${scalar(value)}`;
  const oneLine = ` [${value.map(scalar).join(', ')}]`;
  if (flow === 'always' || value.length === 0 || (flow === 'short' && oneLine.length <= longestList)) return oneLine;
  return value.map((item) => `${eol}${' '.repeat(indent)}- ${scalar(item)}`).join('');
}

const longestList = 100;

function isList(value: ConfigValue): value is readonly ConfigScalar[] {
  return Array.isArray(value);
}

/** Plain where every reader of YAML takes it for the same text. JSON's way of quoting is YAML's too. */
function scalar(value: ConfigScalar): string {
  if (typeof value !== 'string') return String(value);
  if (/^[A-Za-z_][\w.-]*$/.test(value) && !/^(?:y|n|yes|no|true|false|on|off|null|nan|inf)$/i.test(value)) return value;
  return /['\u0000-\u001f\u007f-\uffff]/.test(value) ? JSON.stringify(value) : `'${value}'`;
}
