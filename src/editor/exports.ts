import type { EngineClient } from './engineClient';
import type { Notifications, ShownNotification } from './notifications';
import type { OpenPanel, Panels } from './panels';
import type { RunTree, TreeSnapshot } from './runTree';
import type { StatusBar } from './statusBar';
import type { Status } from './statusModel';
import type { RunSummary } from '../engine/protocol';

/** What other extensions, and our own tests, may read of this one. Nothing here changes anything. */
export interface PlateauExports {
  /** How long activation took, in milliseconds. */
  readonly activationTime: number;
  runs(): readonly RunSummary[];
  /** The tree with everything unfolded. */
  tree(): readonly TreeSnapshot[];
  /** What the status bar shows; undefined while it is hidden. */
  status(): Status | undefined;
  /** What was notified since the window was opened. */
  notifications(): readonly ShownNotification[];
  panels(): readonly OpenPanel[];
}

export function exportsOf(activationTime: number, parts: { readonly engine: EngineClient; readonly tree: RunTree; readonly statusBar: StatusBar; readonly notifications: Notifications; readonly panels: Panels }): PlateauExports {
  return {
    activationTime,
    runs: () => [...parts.engine.runs.values()],
    tree: () => parts.tree.snapshot(),
    status: () => parts.statusBar.shown,
    notifications: () => parts.notifications.shown,
    panels: () => parts.panels.open,
  };
}
