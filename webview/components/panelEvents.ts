import type { PanelHandlers } from './host';
import type { MissingRun } from './missingRun';
import { progressText } from './progressText';

/** A panel as far as news of the workspace concern it. */
export interface LoadingPanel {
  /** Whether it shows what it is for; until then it tells how far reading is. */
  isFilled(): boolean;
  refresh(): void;
  wait(text: string): void;
}

/** A panel on one run. */
export interface RunPanelParts extends Pick<LoadingPanel, 'isFilled' | 'refresh'> {
  readonly missing: MissingRun;
}

/** What a panel on the whole workspace does with news: any run may concern it, and the end of reading may be the first it hears. */
export function workspaceEvents(panel: LoadingPanel): PanelHandlers {
  return {
    changed: () => panel.refresh(),
    progress: (progress) => {
      if (panel.isFilled()) return;
      if (progress.phase === 'idle') panel.refresh();
      else panel.wait(progressText(progress));
    },
    settingsChanged: () => panel.refresh(),
  };
}

/** What a panel on one run does with news. */
export function runEvents(run: string, panel: RunPanelParts): PanelHandlers {
  return {
    changed: ({ updated, removed }) => {
      if (removed.includes(run)) panel.missing.gone();
      else if (updated.some(({ id }) => id === run)) panel.refresh();
    },
    progress: (progress) => {
      panel.missing.follow(progress);
      if (panel.isFilled()) return;
      if (progress.phase === 'idle') panel.refresh();
      else panel.missing.show();
    },
    settingsChanged: () => panel.refresh(),
  };
}
