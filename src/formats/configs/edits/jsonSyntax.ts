import { applyEdits, getNodeValue, modify, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { ConfigValue } from '../../../model/config';
import { deepestNesting } from '../configReader';
import { TextPositions } from '../textPositions';
import { mostMappings, type ConfigMapping, type ConfigSyntax } from './configMapping';
import { plainValue } from './plainValue';

/** JSON, comments and trailing commas allowed. What is not changed stays as it is written. */
export const jsonSyntax: ConfigSyntax = {
  mappings(text) {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
    if (!root || errors.length > 0 || root.type !== 'object') return undefined;
    const found: ConfigMapping[] = [];
    visit(root, [], new TextPositions(text), found);
    return found;
  },

  withValue(text, path, key, value, beside) {
    const root = parseTree(text, [], { allowTrailingComma: true });
    const object = path.reduce<Node | undefined>((node, name) => node && propertiesOf(node).find((one) => one.key === name)?.value, root);
    if (!object) return undefined;
    const keys = propertiesOf(object).map((one) => one.key);
    const near = beside.find((name) => keys.includes(name));
    const index = near === undefined ? keys.length : keys.indexOf(near) + 1;
    return applyEdits(text, modify(text, [...path, key], value, { formattingOptions: formatting(text), getInsertionIndex: () => index }));
  },
};

function visit(node: Node, path: readonly string[], positions: TextPositions, found: ConfigMapping[]): void {
  if (found.length >= mostMappings || path.length > deepestNesting || node.type !== 'object') return;
  const properties = propertiesOf(node);
  found.push({
    path, callee: '',
    values: Object.fromEntries(properties.map(({ key, value }) => [key, plainValue(getNodeValue(value) as unknown)])),
    lines: new Map(properties.map(({ key, at }) => [key, positions.place(at, at).line])),
  });
  for (const { key, value } of properties) visit(value, [...path, key], positions, found);
}

function propertiesOf(node: Node): readonly { readonly key: string; readonly at: number; readonly value: Node }[] {
  return (node.type === 'object' ? node.children ?? [] : []).flatMap(({ children }) => {
    const [name, value] = children ?? [];
    return name && value ? [{ key: String(name.value as ConfigValue), at: name.offset, value }] : [];
  });
}

/** As the file is indented already. */
function formatting(text: string) {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 4 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}
