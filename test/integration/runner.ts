import { writeFileSync } from 'node:fs';

type Body = () => void | Promise<void>;
interface Test { readonly name: string; readonly body: Body; readonly milliseconds: number }
interface Suite { readonly name: string; readonly tests: Test[]; readonly before: Body[]; readonly after: Body[] }

const suites: Suite[] = [];

/** Declares a group of tests; `test`, `beforeAll` and `afterAll` called in `body` belong to it. */
export function suite(name: string, body: () => void): void {
  suites.push({ name, tests: [], before: [], after: [] });
  body();
}

/** Declares a test, which fails when it throws, rejects or takes longer than `milliseconds`. */
export function test(name: string, body: Body, milliseconds = 20_000): void {
  current().tests.push({ name, body, milliseconds });
}

/** Runs before the tests of the suite; when it fails, they all do. */
export function beforeAll(body: Body): void {
  current().before.push(body);
}

/** Runs after the tests of the suite, whatever became of them. */
export function afterAll(body: Body): void {
  current().after.push(body);
}

/** Runs all suites, as VS Code asks of a test module; rejects when a test failed or none was run. */
export async function run(): Promise<void> {
  const count = { passed: 0, failed: 0, complete: false };
  for (const each of suites) await runSuite(each, count);
  record({ ...count, complete: true });
  if (count.failed > 0) throw new Error(`${count.failed} of ${count.passed + count.failed} tests failed.`);
  if (count.passed === 0) throw new Error('No test was run.');
}

async function runSuite({ name, tests, before, after }: Suite, count: { passed: number; failed: number }): Promise<void> {
  const note = (title: string, failure: Error | undefined): void => {
    console.log(failure ? `✗ ${name} › ${title}\n${failure.stack ?? failure.message}` : `✓ ${name} › ${title}`);
    count[failure ? 'failed' : 'passed'] += 1;
    record({ ...count, complete: false });
  };
  const unprepared = await failureOf(() => inTurn(before), 60_000);
  for (const { name: title, body, milliseconds } of tests) note(title, unprepared ?? await failureOf(body, milliseconds));
  const untidy = await failureOf(() => inTurn(after), 60_000);
  if (untidy) note('afterAll', untidy);
}

async function failureOf(body: Body, milliseconds: number): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${milliseconds} ms.`)), milliseconds);
  });
  try {
    await Promise.race([Promise.resolve().then(body), late]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function inTurn(bodies: readonly Body[]): Promise<void> {
  for (const body of bodies) await body();
}

/** The counts go to a file, kept up to date, so that a crash of the editor cannot lose or invent a result. */
function record(count: { passed: number; failed: number; complete: boolean }): void {
  if (process.env.PLATEAU_RESULTS) writeFileSync(process.env.PLATEAU_RESULTS, JSON.stringify(count));
}

function current(): Suite {
  const last = suites.at(-1);
  if (!last) throw new Error('Declare tests inside a suite.');
  return last;
}
