import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { Folders } from './folders';
import type { WorkspaceSettings } from './workspaceSettings';

/** Keeps the engine on the folders and settings of the editor. It begins after the editor has finished activating us. */
export class Following extends Disposable {
  constructor(engine: EngineClient, folders: Folders, settings: WorkspaceSettings) {
    super();
    const open = () => engine.open({ folders: folders.all, settings: settings.current });
    const soon = setImmediate(open);
    this._register({ dispose: () => clearImmediate(soon) });
    this._register(folders.onDidChange(open));
    this._register(settings.onDidChange((current) => engine.changeSettings(current)));
  }
}
