import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient } from '../../../src/editor/engineClient';
import type { EngineProcess } from '../../../src/editor/engineWorker';
import { Rpc } from '../../../src/model/rpc';
import type { Port } from '../../../src/model/rpc';
import { defaultSettings } from '../../../src/model/settings';
import type { EngineApi, EngineEvents, RunSummary } from '../../../src/engine/protocol';
import { summary } from './summary';

const idle = { phase: 'idle', files: 0, filesDone: 0, bytes: 0, bytesDone: 0 } as const;

/** An engine at the other end of two ports in this thread, which dies when told to. */
class OtherEnd {
  readonly opened: (readonly string[])[] = [];
  runs: readonly RunSummary[] = [];
  disposed = false;
  readonly process: EngineProcess;
  readonly #rpc: Rpc<EngineEvents, EngineApi>;
  die: (reason: string) => void = () => undefined;

  constructor() {
    const [near, far] = ports();
    const ended = new Promise<string>((resolve) => { this.die = resolve; });
    this.process = { port: near, ended, dispose: () => { this.disposed = true; } };
    this.#rpc = new Rpc<EngineEvents, EngineApi>(far, {
      open: ({ folders }) => void this.opened.push(folders),
      changeSettings: () => undefined, wake: () => { throw new Error('The disk is gone.'); },
      runs: () => this.runs, detail: () => null, report: () => null, curve: () => null, lenses: () => [], skipped: () => [],
    });
  }

  tell<E extends keyof EngineEvents & string>(event: E, argument: Parameters<EngineEvents[E]>[0]): Promise<unknown> {
    return this.#rpc.call(event, argument as never);
  }
}

function ports(): [Port, Port] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  return [0, 1].map((side): Port => ({
    post: (message) => { queueMicrotask(() => listeners[1 - side].forEach((listener) => listener(structuredClone(message)))); },
    listen: (listener) => {
      listeners[side].push(listener);
      return () => void listeners[side].splice(listeners[side].indexOf(listener), 1);
    },
  })) as [Port, Port];
}

function client() {
  const engines: OtherEnd[] = [];
  const made = new EngineClient(() => {
    engines.push(new OtherEnd());
    return engines[engines.length - 1].process;
  });
  const troubles: string[] = [];
  made.onDidTrouble((message) => troubles.push(message));
  return { client: made, engines, troubles };
}

const following = { folders: ['/home/me/space'], settings: defaultSettings };

describe('the client of the engine', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts no engine without a folder, and refuses questions then', async () => {
    const { client: made, engines } = client();
    const asked = made.ask('detail', 'x');
    made.open({ ...following, folders: [] });
    await expect(asked).rejects.toThrow('No folder is followed.');
    expect(engines).toHaveLength(0);
  });

  it('keeps the latest summaries and lets questions wait for the first opening', async () => {
    const { client: made, engines } = client();
    const asked = made.ask('detail', 'x');
    made.open(following);
    expect(await asked).toBeNull();
    const changes: unknown[] = [];
    made.onDidChange((change) => changes.push(change));
    await engines[0].tell('changed', { updated: [summary(), summary({ name: 'b' })], removed: [] });
    await engines[0].tell('changed', { updated: [], removed: [summary().id] });
    expect([...made.runs.keys()]).toEqual(['/home/me/space/b']);
    expect(changes).toHaveLength(2);
  });

  it('starts the engine again when it dies, opens the folders again and forgets what is gone', async () => {
    const { client: made, engines, troubles } = client();
    made.open(following);
    await engines[0].tell('changed', { updated: [summary(), summary({ name: 'gone' })], removed: [] });
    const waiting = made.ask('runs', null);
    engines[0].die('out of memory');
    await expect(waiting).rejects.toThrow('The connection was closed.');
    expect(engines[0].disposed).toBe(true);
    expect(troubles[0]).toMatch(/out of memory.*is started again/);
    expect(made.runs.size).toBe(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(engines).toHaveLength(2);
    expect(engines[1].opened).toEqual([['/home/me/space']]);
    engines[1].runs = [summary()];
    expect(made.settled).toBe(false);
    await engines[1].tell('progress', idle);
    await vi.advanceTimersByTimeAsync(1);
    expect(made.settled).toBe(true);
    expect([...made.runs.keys()]).toEqual([summary().id]);
  });

  it('waits longer each time an engine dies young', async () => {
    const { client: made, engines } = client();
    made.open(following);
    for (const pause of [1000, 2000, 4000]) {
      engines[engines.length - 1].die('exit code 1');
      await vi.advanceTimersByTimeAsync(pause - 10);
      const before = engines.length;
      await vi.advanceTimersByTimeAsync(20);
      expect(engines.length).toBe(before + 1);
    }
  });

  it('lets questions wait while the engine is started again', async () => {
    const { client: made, engines } = client();
    made.open(following);
    engines[0].die('exit code 1');
    await vi.advanceTimersByTimeAsync(1);
    const asked = made.ask('detail', 'x');
    await vi.advanceTimersByTimeAsync(2000);
    expect(await asked).toBeNull();
  });

  it('says what a call that nobody waits for ran into', async () => {
    const { client: made, troubles } = client();
    made.open(following);
    made.wake([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(troubles).toEqual(['The disk is gone.']);
  });

  it('ends its engine with itself, and does not start another', async () => {
    const { client: made, engines, troubles } = client();
    made.open(following);
    made.dispose();
    engines[0].die('exit code 0');
    await vi.advanceTimersByTimeAsync(100_000);
    expect(engines).toHaveLength(1);
    expect(engines[0].disposed).toBe(true);
    expect(troubles).toEqual([]);
  });
});
