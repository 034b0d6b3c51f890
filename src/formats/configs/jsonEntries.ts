import { parseTree, type Node } from 'jsonc-parser';
import type { ConfigEntry } from '../../model/config';
import { deepestNesting, keyWithin, mostEntries } from './configReader';
import { TextPositions } from './textPositions';

/** Scalars of a JSON file, comments and trailing commas allowed; of a broken one, what stands before the break. */
export function readJsonEntries(text: string): readonly ConfigEntry[] {
  const root = parse(text);
  const entries: ConfigEntry[] = [];
  if (root) visit(root, '', 0, { positions: new TextPositions(text), entries });
  return entries;
}

interface Walk {
  readonly positions: TextPositions;
  readonly entries: ConfigEntry[];
}

/** The parser recovers from mistakes; it throws only on absurd nesting. */
function parse(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true, disallowComments: false });
  } catch {
    return undefined;
  }
}

function visit(node: Node, key: string, depth: number, walk: Walk): void {
  if (walk.entries.length >= mostEntries || depth > deepestNesting) return;
  if (node.type === 'object') for (const property of node.children ?? []) visitProperty(property, key, depth, walk);
  else if (node.type === 'array') (node.children ?? []).forEach((item, i) => visit(item, keyWithin(key, String(i)), depth + 1, walk));
  else if (key !== '') walk.entries.push({ key, value: node.value as ConfigEntry['value'], ...walk.positions.place(node.offset, node.offset + node.length) });
}

function visitProperty(property: Node, key: string, depth: number, walk: Walk): void {
  const [name, value] = property.children ?? [];
  if (name && value && typeof name.value === 'string') visit(value, keyWithin(key, name.value), depth + 1, walk);
}
