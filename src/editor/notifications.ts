import * as vscode from 'vscode';
import { Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import type { MutedRuns } from './mutedRuns';
import { announcementFor, announcementText, summaryText } from './notificationPolicy';
import type { Announcement, Told } from './notificationPolicy';
import { Throttle } from './throttle';
import type { WorkspaceSettings } from './workspaceSettings';

/** What was shown to the person, and when. */
export interface ShownNotification {
  readonly runs: readonly string[];
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface NotificationActions {
  openOfRun(kind: 'run', run: string): void;
  openForAll(kind: 'overview'): void;
}

/** Says that a run should stop: once, and once more when it gets worse, also over reloads of the window. */
export class Notifications extends Disposable {
  readonly #engine: EngineClient;
  readonly #muted: MutedRuns;
  readonly #settings: WorkspaceSettings;
  readonly #state: vscode.Memento;
  readonly #actions: NotificationActions;
  readonly #throttle = this._register(new Throttle(200, () => this.#announce()));
  readonly #shown: ShownNotification[] = [];
  #told: Readonly<Record<string, Told>>;

  constructor(engine: EngineClient, muted: MutedRuns, settings: WorkspaceSettings, state: vscode.Memento, actions: NotificationActions) {
    super();
    this.#engine = engine;
    this.#muted = muted;
    this.#settings = settings;
    this.#state = state;
    this.#actions = actions;
    this.#told = state.get<Readonly<Record<string, Told>>>(key, {});
    this._register(engine.onDidChange(() => this.#throttle.request()));
    this._register(engine.onDidProgress(() => this.#throttle.request()));
  }

  /** What was shown since the window was opened. */
  get shown(): readonly ShownNotification[] {
    return this.#shown;
  }

  /** Forgets what was said, so that it can be said again. */
  reset(): void {
    this.#remember({});
    this.#throttle.request();
  }

  #announce(): void {
    if (!this.#engine.settled || !this.#settings.current['notifications.enabled']) return; // half a log can mislead
    const runs = [...this.#engine.runs.values()].filter(({ id }) => !this.#muted.all.has(id));
    const announcements = runs.flatMap((run) => announcementFor(run, this.#told[run.id]) ?? []);
    if (!announcements.length) return;
    this.#remember({ ...this.#told, ...Object.fromEntries(announcements.map(({ run, told }) => [run, told])) });
    if (announcements.length > mostAtOnce) void this.#showSummary(announcements);
    else for (const announcement of announcements) void this.#show(announcement);
  }

  async #show({ run, finding, told }: Announcement): Promise<void> {
    const { t } = vscode.l10n;
    const text = announcementText(this.#engine.runs.get(run) ?? { name: run }, finding, t);
    this.#shown.push({ runs: [run], text, time: Date.now() });
    const [evidence, mute, never] = [t('Show Evidence'), t('Mute This Run'), t("Don't Show Again")];
    const show = told.severity >= goingWrong ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    const answer = await show(text, evidence, mute, never);
    if (answer === evidence) this.#actions.openOfRun('run', run);
    if (answer === mute) this.#muted.mute(run);
    if (answer === never) await this.#settings.turnNotifications(false);
  }

  async #showSummary(announcements: readonly Announcement[]): Promise<void> {
    const { t } = vscode.l10n;
    const runs = announcements.map(({ run }) => run);
    const text = summaryText(runs.map((run) => this.#engine.runs.get(run)?.name ?? run), t);
    this.#shown.push({ runs, text, time: Date.now() });
    const [evidence, mute, never] = [t('Show Evidence'), t('Mute These Runs'), t("Don't Show Again")];
    const answer = await vscode.window.showWarningMessage(text, evidence, mute, never);
    if (answer === evidence) this.#actions.openForAll('overview');
    if (answer === mute) for (const run of runs) this.#muted.mute(run);
    if (answer === never) await this.#settings.turnNotifications(false);
  }

  /** Keeps the latest few thousand runs: a workspace can see many over the years. */
  #remember(told: Readonly<Record<string, Told>>): void {
    this.#told = Object.fromEntries(Object.entries(told).slice(-mostRemembered));
    void this.#state.update(key, this.#told);
  }
}

const key = 'told';
const goingWrong = 2;
const mostAtOnce = 3;
const mostRemembered = 3000;
