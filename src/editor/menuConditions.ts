import { ContextKeys } from './contextKeys';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { Folders } from './folders';
import type { MutedRuns } from './mutedRuns';
import { Throttle } from './throttle';

/** Keeps true what menus and the empty view ask for. */
export class MenuConditions extends Disposable {
  constructor(engine: EngineClient, folders: Folders, muted: MutedRuns) {
    super();
    const keys = new ContextKeys();
    const update = () => {
      const runs = [...engine.runs.values()];
      keys.set({
        hasFolders: folders.all.length > 0,
        hasAddedFolders: folders.added.length > 0,
        hasRuns: runs.length > 0,
        hasMutedRuns: runs.some(({ id }) => muted.all.has(id)),
        hasSkippedRecords: runs.some(({ skippedRecords }) => skippedRecords > 0),
        reading: !engine.settled,
        ready: true,
      });
    };
    const throttle = this._register(new Throttle(200, update));
    this._register(engine.onDidChange(() => throttle.request()));
    this._register(engine.onDidProgress(() => throttle.request()));
    this._register(muted.onDidChange(() => throttle.request()));
    this._register(folders.onDidChange(() => throttle.request()));
    update();
  }
}
