import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import { exampleGradients } from './harness/exampleGradients';
import { withPlainColumns } from './harness/plainColumns';
import type { Scenario } from './harness/scenario';

const show = panelTests();
const examples = { recorder: '', optimizer: '' };

/** Real reports: of a sample with the recorder's norms, and of a nanoGPT checkpoint beside nothing else. */
beforeAll(async () => {
  examples.recorder = withPlainColumns(await exampleGradients('samples/runs/post-ln-collapse'));
  examples.optimizer = withPlainColumns(await exampleGradients('test/fixtures/checkpoints/torch', 'ckpt.pt'));
});

async function showGradients(gradients: string | undefined, over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ kind: 'gradients', runs: [{ id: 'r1', name: 'post-ln', state: 'healthy', over: { hasGradients: true } }], gradients, ...over }, size);
  await page.waitForSelector(gradients === undefined ? '.teaching' : '.gradients .sentence');
  return page;
}

const calls = (page: Page, method: string) => page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);
const label = (page: Page, section: string) => page.locator(`${section} canvas[role="img"]`).getAttribute('aria-label');
const called = (page: Page, method: string) => page.waitForFunction((name) => window.fakeHost.calls.some((call) => call.method === name), method);

async function chooseTail(page: Page, option: string): Promise<void> {
  await page.locator('#over').click();
  await page.locator('#over vscode-option', { hasText: option }).click();
}

describe('the gradient panel', () => {
  it('says first which modules carry the gradient, and on what that rests', async () => {
    const page = await showGradients(examples.recorder);
    expect(await page.locator('.sentence').textContent()).toMatch(/^No module vanishes or explodes\. 19 of 39 modules, 19\u00a0% of the parameters, carry 81\u00a0% of the gradient energy\. Updating the 31\u00a0%/);
    expect(await page.locator('.basis li').allTextContents()).toEqual([
      'Norms of 39 modules before clipping, from 61 records of the recorder: the most direct source there is.',
      'No clip is known. Of 600 logged norms the median is 0.424; 9 of 10 stay below 0.646, 99 of 100 below 4.164.']);
    expect(await page.locator('h1, h2').allTextContents()).toEqual(['Gradients of post-ln', 'Influence of the modules', 'Share worth updating', 'Tail', 'Exponent over the steps', 'Modules', 'Samples worth keeping']);
    expect(await page.locator('.samples').isVisible()).toBe(false);
    await page.locator('.say vscode-button', { hasText: 'Open the run' }).click();
    await called(page, 'openRun');
    expect(await calls(page, 'openRun')).toEqual(['r1']);
  });

  it('states in words what each chart shows', async () => {
    const page = await showGradients(examples.recorder);
    expect(await label(page, '.influence')).toBe('gradient norm of 39 modules: highest in head with 0.326, lowest in blocks.2.qkv with 0.027.');
    expect(await label(page, '.share')).toMatch(/^share of the gradient energy: the tenth of the parameters with most carries 6\d %, the half 9\d %\.$/);
    expect(await label(page, '.tail')).toMatch(/^gradNorm over 600 logged steps: from 0\.6\d+ to 7\.\d+\. Above 0\.89 lie 66 values, whose density falls with the exponent 4\.719\.$/);
    expect(await label(page, '.course')).toMatch(/the tail grows heavier from step 1 to 600\.$/);
  });

  it('compares modules by their norm or per parameter', async () => {
    const page = await showGradients(examples.recorder);
    await page.locator('input[value="perParameter"]').check();
    await page.waitForFunction(() => document.querySelector('.influence canvas')?.getAttribute('aria-label')?.startsWith('norm per √parameter of 39 modules: highest in blocks.'));
  });

  it('leads from a cell of the heat map to the figures of the module, and remembers it', async () => {
    const page = await showGradients(examples.recorder);
    await page.locator('.plot.heat').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Home');
    await page.keyboard.press('End');
    expect(await page.locator('.plot.heat [aria-live]').textContent()).toMatch(/^module mlp\.fc1, layer 5: 0\.0\d+$/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /^moduleblocks\.5\.mlp\.fc1gradient norm0\.0\d+norm per √parameter0\.000\d+Parameters16,640/.test(document.querySelector('.influence .facts')?.textContent ?? ''));
    await page.waitForFunction(() => (window.fakeHost.state as { chosen?: string }).chosen === 'blocks.5.mlp.fc1');
  });

  it('tests the goodness of fit on request, tells how far it is, and lets it be cancelled', async () => {
    const page = await showGradients(examples.recorder);
    expect(await page.locator('.tail .facts').textContent()).toContain('not tested');
    await page.locator('vscode-button', { hasText: 'Test the goodness of fit' }).click();
    await page.waitForFunction(() => document.querySelector('.tail .running .unit')?.textContent?.endsWith(' synthetic sets, p = 0.20 so far'));
    await page.locator('.tail .running vscode-button').click();
    await called(page, 'cancelGradients');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.tail .running')?.hidden === true);
    expect(await page.locator('.tail .facts').textContent()).toContain('not tested');
    await page.locator('vscode-button', { hasText: 'Test the goodness of fit' }).click();
    await page.waitForFunction(() => document.querySelector('.tail .facts')?.textContent?.includes('p = 0.20 (200 sets)'));
    expect(await calls(page, 'gradientGoodness')).toEqual([{ run: 'r1', over: 'steps' }, { run: 'r1', over: 'steps' }]);
  });

  it('refuses a law of few modules and shows their values all the same', async () => {
    const page = await showGradients(examples.recorder);
    await chooseTail(page, 'over modules');
    await page.waitForFunction(() => document.querySelector('.verdict-of-tail')?.textContent === '39 modules are too few to tell a power law from anything else; 50 are needed.');
    expect(await page.locator('.law-table').count()).toBe(0);
    expect(await page.locator('vscode-button', { hasText: 'Test the goodness of fit' }).isVisible()).toBe(false);
  });

  it('asks for coordinates only when they are chosen, and compares all laws', async () => {
    const page = await showGradients(examples.optimizer);
    expect(await calls(page, 'gradientCoordinates')).toEqual([]);
    await chooseTail(page, 'over coordinates');
    await page.waitForFunction(() => document.querySelector('.tail canvas')?.getAttribute('aria-label')?.startsWith('gradients of all 6864 parameters'));
    expect(await page.locator('.law-table tbody th').allTextContents()).toEqual(['exponential', 'lognormal', 'stretched exponential', 'power law with cutoff']);
    expect(await page.locator('.law-table tbody td:last-child').allTextContents()).toEqual(['the power law is better', 'cannot be told apart', 'cannot be told apart', 'cannot be told apart']);
  });

  it('says what is assumed of an optimizer state, and that its clip was always active', async () => {
    const page = await showGradients(examples.optimizer);
    const basis = (await page.locator('.basis').textContent()) ?? '';
    expect(basis).toContain('from the optimizer state in ckpt.pt (step 2,000)');
    expect(basis).toContain('Names of 13 of 15 parameters are assumed');
    expect(basis).toContain('The clip is always active');
    expect(await page.locator('.module-table .table-body', { hasText: 'transformer.h.0.attn.c_attn ?' }).count()).toBe(1);
  });

  it('exports the modules as CSV and everything as JSON', async () => {
    const page = await showGradients(examples.recorder);
    for (const kind of ['CSV', 'JSON']) await page.locator('.exports vscode-button', { hasText: kind }).click();
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'save').length === 2);
    const [csv, json] = await calls(page, 'save') as { suggestedName: string; data: string }[];
    expect(csv.suggestedName).toBe('post-ln-gradients.csv');
    expect(csv.data.split('\r\n').slice(0, 2)).toEqual([expect.stringMatching(/^module,layer,role,parameters,norm,/), expect.stringMatching(/^head,,head,16640,0\.3256\d+,/)]);
    expect(csv.data.trimEnd().split('\r\n')).toHaveLength(40);
    expect((JSON.parse(json.data) as { tails: { curve: { x: number[] } }[] }).tails[1].curve.x[0]).toBeGreaterThan(0.5);
  });

  it('teaches where nothing is known', async () => {
    const page = await showGradients(undefined);
    expect(await page.locator('h1').textContent()).toBe('No gradients of post-ln yet');
    expect(await page.locator('.teaching dt').allTextContents()).toEqual(['Record them', 'Keep the optimizer', 'Log them']);
  });

  it('comes back after a reload as it was left', async () => {
    const page = await showGradients(examples.recorder, { state: { run: 'r1', measure: 'perParameter', over: 'modules', chosen: 'head', scroll: 0 } });
    await page.waitForFunction(() => document.querySelector('.verdict-of-tail')?.textContent?.startsWith('39 modules are too few'));
    expect(await page.locator('input[value="perParameter"]').isChecked()).toBe(true);
    expect(await page.locator('.module-table .chosen').count()).toBe(1);
  });

  it('needs no horizontal scrolling in a narrow editor', async () => {
    const page = await showGradients(examples.recorder, {}, { width: 420, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  });
});
