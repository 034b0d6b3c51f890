import type { ConfigScalar, ConfigValue } from '../../../model/config';
import { TextPositions } from '../textPositions';
import { mostMappings, type ConfigSyntax } from './configMapping';

/** Calls of PEFT's configurations in a Python file, with their named arguments. Nothing is executed. */
export const pythonSyntax: ConfigSyntax = {
  mappings(text) {
    const positions = new TextPositions(text);
    return callsIn(text).map(({ callee, args }, i) => ({
      path: [i], callee,
      values: Object.fromEntries(args.map(({ name, start, end }) => [name, literal(text.slice(start, end))])),
      lines: new Map(args.map(({ name, at }) => [name, positions.place(at, at).line])),
    }));
  },

  withValue(text, [index], key, value, beside) {
    const call = callsIn(text)[Number(index)];
    if (!call) return undefined;
    const arg = call.args.find(({ name }) => name === key);
    const near = arg ?? beside.map((other) => call.args.find(({ name }) => name === other)).find((other) => other !== undefined) ?? call.args[call.args.length - 1];
    if (!near) return undefined;
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const before = text.slice(text.lastIndexOf('\n', near.at - 1) + 1, near.at);
    const expression = written(value, before, eol);
    if (arg) return text.slice(0, arg.start) + expression + text.slice(arg.end);
    const separator = /^\s*$/.test(before) ? `,${eol}${before}` : ', ';
    return `${text.slice(0, near.end)}${separator}${key}=${expression}${text.slice(near.end)}`;
  },
};

interface Call {
  readonly callee: string;
  readonly args: readonly Argument[];
}

interface Argument {
  readonly name: string;
  /** Offset of the name, and of the beginning and end of the expression. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Calls whose arguments all stand there; one that also unpacks a dictionary may name a key twice. */
function callsIn(text: string): readonly Call[] {
  const code = blanked(text);
  const calls: Call[] = [];
  for (const match of code.matchAll(/(?<!\w|(?:def|class)[ \t]{1,8})((?:Ada)?Lora|LoHa|LoKr|OFT|BOFT|Vera)Config[ \t]{0,8}\(/g)) {
    const open = match.index + match[0].length;
    const close = closing(code, open);
    const parts = close === undefined ? [] : partsOf(code, open, close);
    if (parts.length === 0 || parts.some(({ text: part }) => /^\s*\*\*/.test(part)) || calls.length >= mostMappings) continue;
    calls.push({ callee: `${match[1]}Config`, args: parts.flatMap(({ text: part, at }) => argumentOf(part, at)) });
  }
  return calls;
}

/** The text with the inside of strings and comments made harmless, every character at its place. */
function blanked(text: string): string {
  return text.replace(/("""|''')[\s\S]*?(?:\1|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|#[^\n]*/g, (found) => (found.startsWith('#') ? ' ' : '"').repeat(found.length));
}

function closing(code: string, from: number): number | undefined {
  let depth = 1;
  for (let i = from; i < code.length; i++) {
    if ('([{'.includes(code[i])) depth++;
    else if (')]}'.includes(code[i]) && --depth === 0) return i;
  }
  return undefined;
}

function partsOf(code: string, from: number, to: number): readonly { readonly text: string; readonly at: number }[] {
  const ends: number[] = [];
  let depth = 0;
  for (let i = from; i < to; i++) {
    if ('([{'.includes(code[i])) depth++;
    else if (')]}'.includes(code[i])) depth--;
    else if (code[i] === ',' && depth === 0) ends.push(i);
  }
  return [...ends, to].map((end, i) => ({ text: code.slice(i === 0 ? from : ends[i - 1] + 1, end), at: i === 0 ? from : ends[i - 1] + 1 })).filter(({ text }) => text.trim() !== '');
}

function argumentOf(part: string, at: number): readonly Argument[] {
  const match = /^(\s*)(\w+)(\s*=(?!=)\s*)/.exec(part);
  return match ? [{ name: match[2], at: at + match[1].length, start: at + match[0].length, end: at + part.trimEnd().length }] : [];
}

/** Numbers, texts, truth values, None, and lists of them; undefined for any other expression. */
function literal(expression: string): ConfigValue | undefined {
  const list = /^[[(]([\s\S]*)[\])]$/.exec(expression.trim());
  if (!list) return scalarOf(expression.trim());
  const code = blanked(list[1]);
  const items = partsOf(code, 0, code.length).map(({ text, at }) => scalarOf(list[1].slice(at, at + text.length).replace(/#[^\n"']*(?=\n|$)/g, '').trim()));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function scalarOf(expression: string): ConfigScalar | undefined {
  const constant = constants.get(expression);
  if (constant !== undefined) return constant;
  const quoted = /^r?(["'])([^\\"'\n]*)\1$/.exec(expression);
  if (quoted) return quoted[2];
  return /^-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?$/i.test(expression) ? Number(expression.replaceAll('_', '')) : undefined;
}

const constants: ReadonlyMap<string, ConfigScalar> = new Map<string, ConfigScalar>([['True', true], ['False', false], ['None', null]]);

/** A list that is too long for its line stands on lines of its own, further in than the line on which it begins. */
function written(value: ConfigValue, lineBefore: string, eol: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const items = value.map(scalar);
  const oneLine = `[${items.join(', ')}]`;
  if (oneLine.length <= longestList) return oneLine;
  const indent = /^\s*/.exec(lineBefore)?.[0] ?? '';
  return `[${items.map((item) => `${eol}${indent}    ${item},`).join('')}${eol}${indent}]`;
}

const longestList = 100;

function scalar(value: ConfigScalar): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
