import { afterEach, describe, expect, it } from 'vitest';
import { analyseRun } from '../../../src/engine/analyseRun';
import type { CrewThread } from '../../../src/engine/crew';
import { Crew } from '../../../src/engine/crew';
import type { CrewApi } from '../../../src/engine/crewApi';
import { CrewMember } from '../../../src/engine/crewMember';
import type { Files } from '../../../src/engine/files';
import { readHere } from '../../../src/engine/logReader';
import { marginalReturnReport } from '../../../src/analyzers/marginalReturn';
import { jsonLines } from '../../../src/formats/jsonLines';
import { formats } from '../../../src/formats/registry';
import { Rpc } from '../../../src/model/rpc';
import { defaultSettings } from '../../../src/model/settings';
import { pointsOf, runWith } from '../analyzers/runWith';
import { pipe } from './crewHere';

const text = Array.from({ length: 3000 }, (_, i) => `{"step": ${i}, "loss": ${(3 + 5 / (i + 1) ** 0.5).toFixed(6)}, "lr": 0.001}\n`).join('') + '{"step": 3000, "loss": 3.01}';
const bytes = new TextEncoder().encode(text);
const source = {
  path: 'runs/metrics.jsonl',
  stat: () => Promise.resolve({ size: bytes.length, modified: 1, identity: '' }),
  read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
};
const files: Files = { list: () => Promise.resolve([]), source: () => source, kindOf: () => Promise.resolve('file') };
const run = (id: string) => runWith({ 'loss/train': pointsOf(Array.from({ length: 200 }, (_, i) => 3 + 5 / (i + 1) ** 0.5)) }, { id, name: id });

const started: { readonly die: (reason: string) => void; ended: boolean }[] = [];
let asked: { readonly method: string; readonly argument: { readonly run?: unknown } }[] = [];

/** A member in this thread that can be made to die, or never to answer. */
function start(silent = false): CrewThread {
  const [ours, theirs] = pipe();
  theirs.listen((message) => asked.push(message as (typeof asked)[number]));
  if (!silent) new Rpc<Record<string, never>, CrewApi>(theirs, new CrewMember(files).handlers);
  let die: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => { die = resolve; });
  const thread = { die, ended: false };
  started.push(thread);
  return { port: ours, ended, end: () => { thread.ended = true; } };
}

afterEach(() => {
  started.length = 0;
  asked = [];
});

describe('Crew', () => {
  it('reads what reading here reads', async () => {
    const crew = new Crew(start, 2);
    const reader = crew.reader('');
    expect((await reader.recognise(source, formats))?.id).toBe('json-lines');
    const there = await reader.read(jsonLines, source, undefined, bytes.length);
    const here = await readHere.read(jsonLines, source, undefined, bytes.length);
    expect(asked.map(({ method }) => method)).toEqual(['recognise', 'read']);
    expect(there.cursor).toEqual(here.cursor);
    expect(there.records.series.map(({ columns }) => columns)).toEqual(here.records.series.map(({ columns }) => columns));
    expect(there.provisional?.series.map(({ columns }) => columns)).toEqual(here.provisional?.series.map(({ columns }) => columns));
    crew.end();
    expect(started.every(({ ended }) => ended)).toBe(true);
  });

  it('reads short stretches in this thread', async () => {
    const crew = new Crew(start, 1);
    const { records } = await crew.reader('').read(jsonLines, source, undefined, 100);
    expect(records.series[0].length).toBe(3000);
    expect(started).toEqual([]);
  });

  it('judges as this thread would, and sends a run once', async () => {
    const crew = new Crew(start, 1);
    const one = run('one');
    expect(await crew.analyse(one, defaultSettings, [], 0)).toEqual(analyseRun(one, defaultSettings, [], 0));
    expect(await crew.report(one, { ...defaultSettings, 'marginalReturn.threshold': 0.2 })).toEqual(marginalReturnReport(one, { ...defaultSettings, 'marginalReturn.threshold': 0.2 }) ?? null);
    for (const other of ['two', 'three']) await crew.report(run(other), defaultSettings);
    await crew.report(one, defaultSettings);
    expect(asked.map(({ argument }) => argument.run !== null)).toEqual([true, false, true, true, true]);
    crew.end();
  });

  it('answers people before anything else', async () => {
    const crew = new Crew(start, 1);
    const done: string[] = [];
    const note = (what: string) => () => { done.push(what); };
    await Promise.all([
      crew.analyse(run('a'), defaultSettings, [], 0).then(note('first')),
      crew.analyse(run('b'), defaultSettings, [], 0).then(note('judged')),
      crew.reader('').read(jsonLines, source, undefined, bytes.length).then(note('read')),
      crew.report(run('c'), defaultSettings).then(note('answered')),
    ]);
    expect(done).toEqual(['first', 'answered', 'read', 'judged']);
    crew.end();
  });

  it('goes on with another thread when one dies, and says what became of the question', async () => {
    let silent = true;
    const crew = new Crew(() => start(silent), 1);
    const lost = crew.analyse(run('a'), defaultSettings, [], 0);
    const waiting = crew.analyse(run('b'), defaultSettings, [], 0);
    silent = false;
    started[0].die('out of memory');
    await expect(lost).rejects.toThrow('A thread of the engine ended unexpectedly (out of memory).');
    expect((await waiting).verdict.state).not.toBe('');
    expect(started.length).toBe(2);
    crew.end();
  });

  it('lets go of what waits when it ends', async () => {
    const crew = new Crew(() => start(true), 1);
    const asked = [run('a'), run('b')].map((one) => crew.analyse(one, defaultSettings, [], 0));
    crew.end();
    for (const one of asked) await expect(one).rejects.toThrow('closed');
  });
});
