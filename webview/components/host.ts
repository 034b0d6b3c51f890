import type { HostApi, PanelEvents, PanelStart } from '../../src/engine/protocol';
import { type Handlers, type Port, Rpc } from '../../src/model/rpc';
import { usePhrases } from '../../src/model/say';

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export type Host = Rpc<HostApi, PanelEvents>;
/** What a panel does when the editor tells it something; what it leaves out does not concern it. */
export type PanelHandlers = Partial<Handlers<PanelEvents>>;

/** The editor that shows this panel: its calls, its events, and what it keeps of the panel over a reload. */
export class Editor {
  readonly #api = acquireVsCodeApi();
  #writing: ReturnType<typeof setTimeout> | undefined;

  /** Asks the editor how to begin, builds the panel with that, and passes the editor's events on to it. */
  async open(build: (host: Host, start: PanelStart) => PanelHandlers): Promise<void> {
    const panel: { events?: PanelHandlers } = {};
    const host: Host = new Rpc<HostApi, PanelEvents>(this.#port(), {
      changed: (change) => panel.events?.changed?.(change),
      progress: (progress) => panel.events?.progress?.(progress),
      settingsChanged: (settings) => panel.events?.settingsChanged?.(settings),
      mutedChanged: (runs) => panel.events?.mutedChanged?.(runs),
      spectraProgress: (progress) => panel.events?.spectraProgress?.(progress),
      gradientProgress: (progress) => panel.events?.gradientProgress?.(progress),
    });
    const start = await host.call('ready', null);
    usePhrases(start.strings);
    // Who looks away before anything settles shall find the panel again after a reload.
    if (!this.#api.getState()) this.#api.setState({ run: start.run, path: start.path });
    panel.events = build(host, start);
  }

  /** What the panel remembered before a reload, over what it begins with. */
  recall<T extends object>(beginning: T): T {
    const state = this.#api.getState();
    return typeof state === 'object' && state !== null ? { ...beginning, ...state } : beginning;
  }

  /** Remembers after a moment, so that scrolling and zooming do not write at every event. */
  remember(state: () => object): void {
    clearTimeout(this.#writing);
    this.#writing = setTimeout(() => this.#api.setState(state()), settleMilliseconds);
  }

  #port(): Port {
    return {
      post: (message) => this.#api.postMessage(message),
      listen: (listener) => {
        const receive = (event: MessageEvent) => { if (isMessage(event.data)) listener(event.data); };
        window.addEventListener('message', receive);
        return () => window.removeEventListener('message', receive);
      },
    };
  }
}

const settleMilliseconds = 150;

function isMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && 'id' in data;
}
