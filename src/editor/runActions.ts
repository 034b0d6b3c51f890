import * as vscode from 'vscode';
import { evidenceText } from '../model/evidenceText';
import type { Finding } from '../model/finding';
import { baseName } from '../model/source';
import type { Curve, RunSummary } from '../engine/protocol';
import { anchorOf } from './anchors';
import type { EngineClient } from './engineClient';
import { runAsCsv, runAsJson } from './exportRun';
import { openPlace } from './openPlace';
import { byAttention, faceOf } from './runPresentation';
import { saveFile } from './saveFile';
import { withoutIcons } from './untrusted';

/** Asks which run is meant; undefined when the person declined. A single candidate is not asked for, and `none` is said without any. */
export async function pickRun(runs: Iterable<RunSummary>, placeHolder: string, none = noRun()): Promise<RunSummary | undefined> {
  const candidates = byAttention(runs, Date.now());
  if (candidates.length === 0) void vscode.window.showInformationMessage(none);
  if (candidates.length <= 1) return candidates[0];
  const items = candidates.map((run) => ({
    label: `$(${faceOf(run).icon}) ${withoutIcons(run.name)}`,
    description: withoutIcons(run.verdict.badge),
    detail: withoutIcons(run.relativePath),
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  return picked?.run;
}

function noRun(): string {
  return vscode.l10n.t('No training run has been found here. Follow another folder, or open the sample runs, in the view of Plateau.');
}

/** Opens the log of a run, asking which when it has several. */
export async function openLog(run: RunSummary): Promise<void> {
  const paths = [...new Set(run.sources.map(({ path }) => path))];
  const items = paths.map((path) => ({ label: withoutIcons(baseName(path)), description: withoutIcons(path), path }));
  const picked = items.length > 1 ? await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which log?') }) : items[0];
  if (picked) await openPlace({ path: picked.path, line: 0, column: 0, endColumn: 0 });
}

export async function openFinding(run: RunSummary, finding: Finding): Promise<void> {
  const anchor = anchorOf(run, finding);
  if (anchor) await openPlace(anchor.place);
}

/** The finding as text: what was found, what it rests on, what to do. */
export function findingAsText(run: RunSummary, finding: Finding): string {
  const evidence = finding.evidence.map((one) => `- ${evidenceText(one)}`);
  return [`${run.name}: ${finding.headline}`, ...evidence, ...finding.advice.map(({ text }) => `→ ${text}`)].join('\n');
}

/** Asks for a format and a file, and writes every point of every series there. */
export async function exportRun(engine: EngineClient, run: RunSummary): Promise<void> {
  const formats = [
    { label: 'CSV', description: vscode.l10n.t('one row for each point'), extension: 'csv' },
    { label: 'JSON', description: vscode.l10n.t('verdict, findings, forecast and points'), extension: 'json' },
  ] as const;
  const format = await vscode.window.showQuickPick(formats, { placeHolder: vscode.l10n.t('Export {0} as', withoutIcons(run.name)) });
  const detail = format && await engine.ask('detail', run.id);
  if (!format || !detail) return;
  const requests = detail.series.map(({ metric, original, points }) =>
    engine.ask('curve', { run: run.id, metric, original, fromStep: null, toStep: null, pixels: points }));
  const curves = (await Promise.all(requests)).filter((curve): curve is Curve => curve !== null);
  const data = format.extension === 'csv' ? runAsCsv(curves) : runAsJson(detail, curves);
  await saveFile(`${run.name}.${format.extension}`, data, run.folder);
}

/** Lists the records that could not be read; picking one opens its file. */
export async function showSkipped(engine: EngineClient, runs: readonly RunSummary[]): Promise<void> {
  if (!runs.some(({ skippedRecords }) => skippedRecords > 0)) return void vscode.window.showInformationMessage(vscode.l10n.t('Every record could be read.'));
  const lists = await Promise.all(runs.map(({ id }) => engine.ask('skipped', id)));
  const items = lists.flatMap((records, i) => records.map(({ path, at, reason }) => (
    { label: withoutIcons(`${baseName(path)}, ${at}`), description: withoutIcons(runs[i].name), detail: withoutIcons(reason), path })));
  const total = runs.reduce((sum, { skippedRecords }) => sum + skippedRecords, 0);
  const placeHolder = vscode.l10n.t('{0} records could not be read; everything else was. Pick one to open its file.', total);
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
  if (picked) await openPlace({ path: picked.path, line: 0, column: 0, endColumn: 0 });
}
