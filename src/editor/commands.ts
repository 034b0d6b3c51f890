import * as vscode from 'vscode';
import { walkthroughId } from '../model/contributions';
import type { CommandId } from '../model/contributions';
import type { RunSummary } from '../engine/protocol';
import type { EngineClient } from './engineClient';
import { adaptConfiguration, explainRefusal, exportBlueprint } from './blueprintActions';
import { chooseFolder, forgetFolder, openSamples } from './folderActions';
import type { Folders } from './folders';
import type { MutedRuns } from './mutedRuns';
import type { Notifications } from './notifications';
import type { Output } from './output';
import type { Panels } from './panels';
import { canBeAsked } from './recordedRun';
import { addRecorder, stopGracefully } from './recorderActions';
import { exportRun, findingAsText, openFinding, openLog, pickRun, showSkipped } from './runActions';
import { useAsTable } from './tableActions';
import { findingsOf } from './treeModel';
import { openSetting } from './workspaceSettings';
import type { WorkspaceSettings } from './workspaceSettings';

/** The parts that commands act on. */
export interface CommandParts {
  readonly context: vscode.ExtensionContext;
  readonly engine: EngineClient;
  readonly folders: Folders;
  readonly muted: MutedRuns;
  readonly notifications: Notifications;
  readonly panels: Panels;
  readonly settings: WorkspaceSettings;
  readonly output: Output;
}

/** Registers every command of the manifest: the type leaves none out. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const handlers: Readonly<Record<CommandId, (target?: unknown) => unknown>> = { ...panelCommands(parts), ...runCommands(parts), ...findingCommands(parts), ...generalCommands(parts) };
  return vscode.Disposable.from(...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)));
}

function panelCommands({ engine, panels }: CommandParts) {
  const { t } = vscode.l10n;
  const all = () => engine.runs.values();
  return {
    'plateau.openRun': async (target?: unknown) => {
      const id = runIn(target) ?? (await pickRun(all(), t('Open which run?')))?.id;
      if (id !== undefined) panels.openOfRun('run', id);
    },
    'plateau.openOverview': () => panels.openForAll('overview'),
    'plateau.openDensity': () => panels.openForAll('density'),
    'plateau.openForecast': (target?: unknown) => panels.openForecast(typeof target === 'string' ? target : null),
    'plateau.openSpectrum': async (target?: unknown) => {
      const run = await runOf(engine, target, all(), t('Show the spectra of which run?'));
      if (run) panels.openOfRun('spectrum', run.id);
    },
    'plateau.openGradients': async (target?: unknown) => {
      // Where none tells of gradients, the panel says what would.
      const measured = [...all()].filter(({ hasGradients }) => hasGradients);
      const run = await runOf(engine, target, measured.length > 0 ? measured : all(), t('Show the gradients of which run?'));
      if (run) panels.openOfRun('gradients', run.id);
    },
    'plateau.openCheckpoint': (target?: unknown) => {
      const path = typeof target === 'string' ? target : fieldOf(target, 'path');
      if (path !== undefined) panels.openCheckpoint(path);
    },
  };
}

function runCommands({ engine, muted }: CommandParts) {
  const { t } = vscode.l10n;
  const all = () => engine.runs.values();
  const mutedRuns = () => [...all()].filter(({ id }) => muted.all.has(id));
  const unmutedRuns = () => [...all()].filter(({ id }) => !muted.all.has(id));
  const unreadable = () => [...all()].filter(({ skippedRecords }) => skippedRecords > 0);
  return {
    'plateau.stopGracefully': async (target?: unknown) => {
      const run = await runOf(engine, target, [...all()].filter(canBeAsked), t('Stop which run?'), t('No run that goes on is written by the recorder, so none can be asked to stop from here.'));
      if (run) await stopGracefully(run);
    },
    'plateau.muteRun': async (target?: unknown) => {
      const run = await runOf(engine, target, unmutedRuns(), t('Mute which run?'), mutedRuns().length > 0 ? t('Every run here is muted already.') : undefined);
      if (run) muted.mute(run.id);
    },
    'plateau.unmuteRun': async (target?: unknown) => {
      const run = await runOf(engine, target, mutedRuns(), t('Unmute which run?'), t('No run here is muted.'));
      if (run) muted.unmute(run.id);
    },
    'plateau.revealLog': async (target?: unknown) => {
      const run = await runOf(engine, target, all(), t('Open the log of which run?'));
      if (run) await openLog(run);
    },
    'plateau.exportRun': async (target?: unknown) => {
      const run = await runOf(engine, target, all(), t('Export which run?'));
      if (run) await exportRun(engine, run);
    },
    'plateau.showSkipped': (target?: unknown) => {
      const run = engine.runs.get(runIn(target) ?? '');
      return showSkipped(engine, run ? [run] : unreadable());
    },
  };
}

function findingCommands({ engine }: CommandParts) {
  return {
    'plateau.goToFinding': async (target?: unknown) => {
      const found = findingIn(target, engine);
      if (found) await openFinding(found.run, found.finding);
    },
    'plateau.copyFinding': async (target?: unknown) => {
      const found = findingIn(target, engine);
      if (found) await vscode.env.clipboard.writeText(findingAsText(found.run, found.finding));
    },
  };
}

function generalCommands({ context, engine, folders, muted, notifications, settings, output }: CommandParts) {
  return {
    'plateau.adaptConfiguration': (target?: unknown) => adaptConfiguration(engine, target),
    'plateau.explainRefusal': (target?: unknown) => explainRefusal(engine, target),
    'plateau.exportBlueprint': (target?: unknown) => exportBlueprint(engine, runIn(target)),
    'plateau.refresh': () => engine.wake([]),
    'plateau.resetNotifications': async () => {
      for (const run of muted.all) muted.unmute(run);
      await settings.turnNotifications(true);
      notifications.reset();
    },
    'plateau.chooseFolder': () => chooseFolder(folders),
    'plateau.forgetFolder': (target?: unknown) => {
      const folder = fieldOf(target, 'folder');
      return folder === undefined ? forgetFolder(folders) : folders.forget(folder);
    },
    'plateau.addRecorder': () => addRecorder(context.extensionUri),
    'plateau.useAsTable': (target?: unknown) => useAsTable(engine, settings, target),
    'plateau.openSamples': () => openSamples(folders, context),
    'plateau.openSettings': () => openSetting(''),
    'plateau.openWalkthrough': () => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#${walkthroughId}`),
    'plateau.showOutput': () => output.show(),
  };
}

/** The run that a command is given, else one that the person picks. */
async function runOf(engine: EngineClient, target: unknown, candidates: Iterable<RunSummary>, question: string, none?: string): Promise<RunSummary | undefined> {
  return engine.runs.get(runIn(target) ?? '') ?? pickRun(candidates, question, none);
}

/** A run as commands are given it: its id, or a row of the tree that belongs to it. */
function runIn(target: unknown): string | undefined {
  return typeof target === 'string' ? target : fieldOf(target, 'run');
}

function findingIn(target: unknown, engine: EngineClient) {
  const run = engine.runs.get(runIn(target) ?? '');
  const index = typeof target === 'object' && target !== null && 'index' in target ? Number(target.index) : NaN;
  const finding = run && findingsOf(run)[index];
  return finding ? { run, finding } : undefined;
}

function fieldOf(target: unknown, field: 'run' | 'folder' | 'path'): string | undefined {
  const value = typeof target === 'object' && target !== null ? (target as Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}
