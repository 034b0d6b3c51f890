import { CheckpointEditor } from './editor/checkpointEditor';
import { CodeLenses } from './editor/codeLenses';
import { registerCommands } from './editor/commands';
import type { CommandParts } from './editor/commands';
import type { IDisposable } from './editor/disposable';
import { EngineClient } from './editor/engineClient';
import { startEngineWorker } from './editor/engineWorker';
import { exportsOf } from './editor/exports';
import type { PlateauExports } from './editor/exports';
import { Folders } from './editor/folders';
import { Following } from './editor/following';
import { MenuConditions } from './editor/menuConditions';
import { MutedRuns } from './editor/mutedRuns';
import { Notifications } from './editor/notifications';
import { Output } from './editor/output';
import { panelHost } from './editor/panelHost';
import { Panels } from './editor/panels';
import { phrases } from './editor/phrases';
import { Problems } from './editor/problems';
import { QuickFixes } from './editor/quickFixes';
import { RunTree } from './editor/runTree';
import { StatusBar } from './editor/statusBar';
import { WakeUps } from './editor/wakeUps';
import { WorkspaceSettings } from './editor/workspaceSettings';
import { usePhrases } from './model/say';

/** Builds the parts and joins them. The engine starts right after, in a thread of its own, if any folder is open. */
export function activate(context: CommandParts['context']): PlateauExports {
  const begun = performance.now();
  const own = <T extends IDisposable>(part: T): T => {
    context.subscriptions.push(part);
    return part;
  };
  usePhrases(phrases());
  const { extensionUri, workspaceState } = context;
  const settings = own(new WorkspaceSettings());
  const folders = own(new Folders(workspaceState));
  const muted = own(new MutedRuns(workspaceState));
  const engine = own(new EngineClient(() => startEngineWorker(context.asAbsolutePath('dist/engineWorker.js'), context.globalStorageUri.fsPath, phrases())));
  const output = own(new Output(engine));
  const tree = own(new RunTree(engine, muted, folders));
  const statusBar = own(new StatusBar(engine, muted));
  const panels = own(new Panels(engine, settings, muted, extensionUri, panelHost(engine, settings, muted)));
  const notifications = own(new Notifications(engine, muted, settings, workspaceState, panels));
  own(new CheckpointEditor(panels));
  own(new Problems(engine, muted, extensionUri));
  own(new CodeLenses(engine, settings));
  own(new QuickFixes(engine));
  own(new MenuConditions(engine, folders, muted));
  own(new WakeUps(engine, folders));
  own(new Following(engine, folders, settings));
  own(registerCommands({ context, engine, folders, muted, notifications, output, panels, settings }));
  return exportsOf(performance.now() - begun, { engine, tree, statusBar, notifications, panels });
}
