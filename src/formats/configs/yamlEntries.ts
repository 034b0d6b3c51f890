import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from 'yaml';
import type { ConfigEntry } from '../../model/config';
import { deepestNesting, keyWithin, mostEntries } from './configReader';
import type { Scalar } from './settings';
import { TextPositions } from './textPositions';

/** Scalars of a YAML file. Aliases are followed to scalars only, so that they cannot multiply. */
export function readYamlEntries(text: string): readonly ConfigEntry[] {
  const document = parse(text);
  if (!document?.contents) return [];
  const walk: Walk = { document, positions: new TextPositions(text), entries: [] };
  visit(document.contents, '', 0, walk);
  return walk.entries;
}

interface Walk {
  readonly document: Document;
  readonly positions: TextPositions;
  readonly entries: ConfigEntry[];
}

/** What the parser recovers from a broken file is used; it throws only on absurd nesting. */
function parse(text: string): Document | undefined {
  try {
    return parseDocument(text, { logLevel: 'silent', strict: false, uniqueKeys: false, merge: false }) as Document;
  } catch {
    return undefined;
  }
}

function visit(node: unknown, key: string, depth: number, walk: Walk): void {
  if (walk.entries.length >= mostEntries || depth > deepestNesting) return;
  if (isMap(node)) for (const pair of node.items) visitPair(pair, key, depth, walk);
  else if (isSeq(node)) node.items.forEach((item, i) => visit(item, keyWithin(key, String(i)), depth + 1, walk));
  else if (isAlias(node) || isScalar(node)) addScalar(node, key, walk);
}

function visitPair(pair: Pair, key: string, depth: number, walk: Walk): void {
  const name = isScalar(pair.key) ? String(pair.key.value) : undefined;
  if (name !== undefined) visit(pair.value, keyWithin(key, name), depth + 1, walk);
}

function addScalar(node: Node, key: string, walk: Walk): void {
  const target = isAlias(node) ? node.resolve(walk.document) : node;
  if (key === '' || !node.range || !isScalar(target) || !isPlain(target.value)) return;
  const [start, end] = node.range;
  walk.entries.push({ key, value: target.value, ...walk.positions.place(start, end) });
}

function isPlain(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
