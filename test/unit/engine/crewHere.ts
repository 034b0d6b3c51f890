import type { CrewApi } from '../../../src/engine/crewApi';
import { Crew } from '../../../src/engine/crew';
import { CrewMember } from '../../../src/engine/crewMember';
import type { Files } from '../../../src/engine/files';
import type { Port } from '../../../src/model/rpc';
import { Rpc } from '../../../src/model/rpc';

/** A crew whose members live in this thread: what they are sent and send is copied as between threads. */
export function crewHere(files: Files, size = 1): Crew {
  return new Crew(() => {
    const [ours, theirs] = pipe();
    const member = new Rpc<Record<string, never>, CrewApi>(theirs, new CrewMember(files).handlers);
    return { port: ours, ended: new Promise(() => undefined), end: () => { member.dispose(); } };
  }, size);
}

/** Two ends that hear each other a moment later. */
export function pipe(): readonly [Port, Port] {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()];
  const end = (own: number): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      setImmediate(() => { for (const listener of listeners[1 - own]) listener(copy); });
    },
    listen: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
  });
  return [end(0), end(1)];
}
