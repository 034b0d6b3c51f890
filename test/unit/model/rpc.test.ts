import { describe, expect, it } from 'vitest';
import type { Port } from '../../../src/model/rpc';
import { Rpc } from '../../../src/model/rpc';

type Server = { double(value: number): number; fail(value: null): never };
type Client = { noted(text: string): void };

function pipe(): readonly [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const port = (own: 0 | 1): Port => ({
    post: (message) => queueMicrotask(() => listeners[1 - own].forEach((listener) => listener(structuredClone(message)))),
    listen: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
  });
  return [port(0), port(1)];
}

function connect() {
  const [a, b] = pipe();
  const notes: string[] = [];
  const client = new Rpc<Server, Client>(a, { noted: (text) => void notes.push(text) });
  const server = new Rpc<Client, Server>(b, {
    double: (value) => value * 2,
    fail: () => {
      throw new Error('The disk is full.');
    },
  });
  return { client, server, notes };
}

describe('Rpc', () => {
  it('answers calls in both directions', async () => {
    const { client, server, notes } = connect();
    expect(await Promise.all([client.call('double', 2), client.call('double', 3)])).toEqual([4, 6]);
    await server.call('noted', 'hello');
    expect(notes).toEqual(['hello']);
  });

  it('carries the message of an error to the caller', async () => {
    await expect(connect().client.call('fail', null)).rejects.toThrow('The disk is full.');
  });

  it('rejects a method that the other side does not have, also one of every object', async () => {
    const { client } = connect();
    await expect(client.call('constructor' as 'double', 1)).rejects.toThrow('no method constructor');
  });

  it('rejects what is pending when it is disposed, and every later call', async () => {
    const { client } = connect();
    const pending = client.call('double', 1);
    client.dispose();
    await expect(pending).rejects.toThrow('closed');
    await expect(client.call('double', 1)).rejects.toThrow('closed');
  });
});
