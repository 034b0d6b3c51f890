import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bulletin } from '../../../src/engine/bulletin';
import { Judge } from '../../../src/engine/judge';
import { nodeFiles } from '../../../src/engine/nodeFiles';
import { RunStore } from '../../../src/engine/runStore';
import { defaultSettings } from '../../../src/model/settings';
import { crewHere } from './crewHere';

const log = (broken: number) => Array.from({ length: 60 }, (_, i) => `iter ${i}: loss ${i === broken ? 'nan' : (5 - i / 100).toFixed(3)}, time 90.00ms\n`).join('');

let folder: string;
let store: RunStore;
let bulletin: Bulletin;
let judge: Judge;
let growing: string;
let judged: string[];
const crew = crewHere(nodeFiles);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plateau-judge-'));
  store = new RunStore(nodeFiles);
  growing = '';
  judged = [];
  const told = ({ updated }: { updated: readonly { readonly name: string }[] }) => void judged.push(...updated.map(({ name }) => name));
  bulletin = new Bulletin(told, () => Date.now(), new Map());
  judge = new Judge({
    store, crew, bulletin, settings: defaultSettings, now: () => Date.now(),
    trouble: (what, error) => { throw new Error(what, { cause: error }); },
    isGrowing: (id) => id === growing,
    beyondRuns: () => Promise.resolve([]),
  });
});

afterEach(async () => {
  judge.close();
  bulletin.close();
  await rm(folder, { recursive: true });
});

/** Reads what is on disk. Returns the ids of the runs that changed. */
async function look(): Promise<readonly string[]> {
  store.take(await store.scan([folder], defaultSettings));
  for (const group of store.groups) await store.look(group, Date.now(), () => undefined);
  return store.assemble(store.groups, Date.now(), defaultSettings);
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() > deadline) throw new Error('Not seen in time');
  }
}

const lineOf = (id: string) => bulletin.summaries.get(id)?.anchors.find(({ rule }) => rule === 'non-finite')?.place.line;

describe('Judge', () => {
  it('places findings anew when a log was rewritten and says the same on another line', async () => {
    const path = join(folder, 'train.log');
    await writeFile(path, log(40));
    const [id] = await look();
    judge.summon([id]);
    await until(() => lineOf(id) === 40);
    await writeFile(path, `# tidied up by hand\n\n${log(40)}`);
    judge.summon(await look());
    await until(() => lineOf(id) === 42);
  });

  it('lets runs that grow go first', async () => {
    for (let i = 0; i < 12; i++) await writeFile(join(folder, `run-${i}.log`), log(-1));
    const ids = await look();
    growing = ids.find((id) => id.endsWith('run-9.log')) ?? '';
    judge.summon(ids);
    await until(() => judge.analyses.size === ids.length);
    bulletin.flush();
    // Those that were under way when it was summoned cannot be overtaken.
    expect(judged.indexOf('run-9.log')).toBeLessThan(4);
    expect(new Set(judged).size).toBe(12);
  });
});
