import { fieldMetric, roleOf, stepRank } from '../logFields';
import { parseNumber } from './number';
import type { TextPreset, TextSink } from './preset';

/** Rows below a line of names, set apart by spaces or tabs: fastai, skorch, spaCy, Chainer, and the tables of notebooks. */
export const columnTable: TextPreset<ColumnState> = {
  id: 'column-table',
  label: 'table of losses',
  signature: /^ *(?:epoch|step|iteration|E {2,}#)(?: {2,}|\t)(?=.{0,400}loss)(?:[A-Za-z_/]\S*(?: [A-Za-z]\S*){0,2}(?: {2,}|\t|$) *){2,}/i,
  start: () => ({ names: [] }),
  parse(line, state, sink) {
    if (this.signature.test(line)) state.names = cellsOf(line);
    else if (state.names.length > 0 && /^\s*\d/.test(line)) putRow(line, state.names, sink);
  },
};

interface ColumnState {
  names: string[];
}

function cellsOf(line: string): string[] {
  return line.trim().split(line.includes('\t') ? '\t' : / {2,}/).map((cell) => cell.trim());
}

function putRow(line: string, names: readonly string[], sink: TextSink): void {
  const cells = line.trim().split(line.includes('\t') ? '\t' : /\s+/);
  const numbers = cells.map((cell) => parseNumber(cell.trim()));
  if (cells.length < names.length || numbers.filter((number) => number !== undefined).length < names.length / 2) return;
  const counters = names.map((name, i) => ({ i, rank: rankOf(name) })).filter(({ rank }) => rank < Infinity).sort((a, b) => a.rank - b.rank);
  const step = numbers[counters[0]?.i ?? 0];
  if (step === undefined) return;
  sink.at(step);
  names.forEach((name, i) => {
    if (rankOf(name) === Infinity && !/^(?:time|dur|cp)$/i.test(name)) sink.put(name, numbers[i], fieldMetric(name));
  });
}

/** Steps before epochs; spaCy calls them "#" and "E". */
function rankOf(name: string): number {
  if (name === '#') return 0;
  if (roleOf(name) === 'step') return stepRank(name);
  return roleOf(name) === 'epoch' || name === 'E' ? 1000 : Infinity;
}
