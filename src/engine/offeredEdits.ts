import { readConfig } from '../formats/configs/readConfig';
import type { ConfigEntry } from '../model/config';
import type { ConfigEdit, Finding } from '../model/finding';
import { byUrgency } from '../model/finding';
import { say } from '../model/say';
import { baseName } from '../model/source';
import type { Settings } from '../model/settings';
import type { JudgedRun } from './judgedRun';
import { runsUsing } from './lensFacts';
import type { OfferedEdit } from './protocol';
import { scaleOfAdapter } from './spectra/scaleOfAdapter';
import { spectralFacts, type SpectralSuggestion } from './spectra/spectralFacts';
import { spectralView } from './spectra/spectralView';

/**
 * What findings and spectra advise to change in a configuration, as edits of its present text: where the value stands now, and what to put there.
 * An advice whose key is no longer in the file, or whose value is there already, offers nothing.
 */
export function offeredEdits(path: string, text: string, all: readonly JudgedRun[], settings: Settings): readonly OfferedEdit[] {
  const config = readConfig(path, text);
  if (!config) return [];
  const own = runsUsing(path, all);
  const view = spectralView(all, settings);
  // PEFT writes that file beside trained weights, which another rank would no longer fit.
  const open = baseName(path) === 'adapter_config.json' ? [] : config.entries;
  const fromSpectra = open.flatMap((entry) => spectralFacts(entry, own, view)
    .flatMap(({ suggestion }) => (suggestion === undefined ? [] : [suggested(suggestion, entry, open, text)])));
  return [...advised(path, text, config.entries, all.flatMap(({ findings }) => findings)), ...fromSpectra];
}

function advised(path: string, text: string, entries: readonly ConfigEntry[], findings: readonly Finding[]): readonly OfferedEdit[] {
  return [...findings].sort(byUrgency).flatMap((finding) => finding.advice.flatMap(({ edit }) => {
    const entry = edit?.path === path ? entries.find(({ key }) => key === edit.key) : undefined;
    return edit && entry && entry.value !== edit.value ? [offer(finding.rule, edit.value, entry, text)] : [];
  }));
}

/** With the rank of adapters their alpha, so that what they learn counts as much as before. */
function suggested({ rule, value, reason }: SpectralSuggestion, entry: ConfigEntry, entries: readonly ConfigEntry[], text: string): OfferedEdit {
  const edit = offer(rule, value, entry, text);
  const scale = scaleOfAdapter(entry, value, entries);
  if (!scale) return { ...edit, title: `${edit.title}: ${reason}` };
  return { ...edit, title: say`${edit.title} and ${scale.entry.key} to ${scale.value}, which keeps the scale: ${reason}`, changes: [...edit.changes, changeOf(scale.value, scale.entry, text)] };
}

function offer(rule: Finding['rule'], value: ConfigEdit['value'], entry: ConfigEntry, text: string): OfferedEdit {
  return { rule, lines: [entry.line], title: say`Set ${entry.key} to ${String(value)}`, changes: [changeOf(value, entry, text)], preview: false };
}

function changeOf(value: ConfigEdit['value'], { line, column, endColumn }: ConfigEntry, text: string): OfferedEdit['changes'][number] {
  const written = text.split(/\r?\n/)[line]?.slice(column, endColumn) ?? '';
  return { line, column, endLine: line, endColumn, newText: writtenLike(written, value) };
}

/** A value in the way in which the file writes the present one: quoted where that is. */
function writtenLike(written: string, value: ConfigEdit['value']): string {
  const quote = /^(["']).*\1$/.exec(written)?.[1];
  if (quote !== undefined) return quote + String(value) + quote;
  if (typeof value === 'boolean' && /^(?:True|False)$/.test(written)) return value ? 'True' : 'False';
  return String(value);
}
