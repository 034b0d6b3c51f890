import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import type { Scenario, ScenarioRun } from './harness/scenario';

const show = panelTests();
const run = (id: string, name: string, over: ScenarioRun['over'] = {}): ScenarioRun => ({ id, name, state: 'warning', until: 9000, over: { hasSpectra: true, findings: [], ...over } });
const form = { layers: 12, records: 40, every: 100, width: 3072, collapsing: { layer: 7, from: 24 } };
const scenario: Scenario = {
  kind: 'spectrum', runs: [run('r1', 'gpt2-postln'), run('r2', 'gpt2-weightnorm')],
  spectra: { r1: form, r2: { ...form, collapsing: undefined } }, widths: [768, 1536, 2048, 3072, 6144],
};

async function showSpectrum(over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ ...scenario, ...over }, size);
  await page.waitForSelector('.spectrum .table-body .table-row');
  return page;
}

const calls = (page: Page, method: string) => page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);
const label = (page: Page, section: string) => page.locator(`${section} canvas[role="img"]`).getAttribute('aria-label');
const spectrumAsked = (page: Page, wanted: object) => page.waitForFunction((place) => window.fakeHost.calls.some(({ method, argument }) =>
  method === 'layerSpectrum' && Object.entries(place).every(([key, value]) => (argument as Record<string, unknown>)[key] === value)), wanted);

async function choose(page: Page, dropdown: string, option: string): Promise<void> {
  await page.locator(dropdown).click();
  await page.locator(`${dropdown} vscode-option`, { hasText: option }).click();
}

describe('the spectral panel', () => {
  it('says first which layer is in trouble, since when, and what is to come', async () => {
    const page = await showSpectrum();
    expect(await page.locator('.sentence').textContent()).toMatch(/^The FFN of layer 7 is collapsing: hard utilisation 0\.0\d+ → 0\.00\d+ since step 2,500, floor expected near step 5,\d{3}\.$/);
    expect(await page.locator('h1, h2').allTextContents()).toEqual(
      ['Spectra of gpt2-postln', 'Layers over the steps', 'Eigenvalues', 'Trajectories', 'Width law', 'Layers', 'Comparison']);
    await page.locator('.say vscode-button', { hasText: 'Open the run' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openRun'));
    expect(await calls(page, 'openRun')).toEqual(['r1']);
  });

  it('takes the figures elsewhere', async () => {
    const page = await showSpectrum();
    for (const kind of ['CSV', 'JSON']) await page.locator(`vscode-button[aria-label="Export as ${kind}"]`).click();
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'save').length === 2);
    const [csv, json] = await calls(page, 'save') as { suggestedName: string; data: string }[];
    expect([csv.suggestedName, json.suggestedName]).toEqual(['gpt2-postln-spectra.csv', 'gpt2-postln-spectra.json']);
    const [header, ...rows] = csv.data.split('\r\n');
    expect(header).toMatch(/^layer,site,step,width,tokens_latest,sampling_latest,normalisation,.*hardUtilisation/);
    expect(rows.filter((row) => row.startsWith('7,post,'))).toHaveLength(40);
    expect(JSON.parse(json.data)).toMatchObject({ name: 'gpt2-postln', normalisation: 'A', layers: expect.any(Array), widths: expect.any(Object) });
  });

  it('repeats what a finding has already said, with its advice', async () => {
    const headline = 'The FFN of layer 7 has collapsed: hard utilisation 0.04 → 0.001 since step 2,500. The loss does not show it yet.';
    const finding = { rule: 'spectral-collapse', level: 'stop', run: 'r1', since: 2500, headline, evidence: [], advice: [{ text: 'Go back to the checkpoint of step 2,000.' }] } as const;
    const page = await showSpectrum({ runs: [run('r1', 'gpt2', { findings: [finding] })] });
    expect(await page.locator('.sentence').textContent()).toBe(headline);
    expect(await page.locator('.advice li').allTextContents()).toEqual(['Go back to the checkpoint of step 2,000.']);
  });

  it('calls a run healthy, with the layer that is lowest', async () => {
    const page = await showSpectrum({ spectra: { r1: { ...form, collapsing: undefined } } });
    expect(await page.locator('.sentence').textContent()).toMatch(/^Healthy\. No layer is losing rank: the lowest hard utilisation is 0\.0\d+, in layer 3 at step 4,000; below 0\.001/);
  });

  it('gives no verdict on what is under-sampled, and marks it by more than colour', async () => {
    const page = await showSpectrum({ spectra: { r1: { ...form, sampling: 'severely under-sampled', tokens: 234 } } });
    expect(await page.locator('.sentence').textContent()).toBe('No verdict: all figures are severely under-sampled (234 tokens for a width of 3,072). Record at least 30,720 tokens at a time.');
    expect(await page.locator('.colour-key').textContent()).toContain('under-sampled: no verdict');
    expect(await page.locator('.table-body .doubtful').first().textContent()).toMatch(/^\(.+\)$/);
    expect(await page.locator('.table-body .sampling').first().textContent()).toBe('○ severely under-sampled');
  });

  it('states in words what each chart shows', async () => {
    const page = await showSpectrum();
    await page.waitForFunction(() => document.querySelector('.eigenvalues canvas')?.getAttribute('aria-label'));
    expect(await label(page, '.layers')).toMatch(/^Hard utilisation \(A\) of 12 layers after the nonlinearity: lowest at the end in layer 7 with 0\.00\d+\.$/);
    expect(await label(page, '.eigenvalues')).toMatch(/^The eigenvalues of layer 7 fall from .+ over \d+ ranks; the largest alone holds \d+ % of their sum\. The tail above/);
    expect(await label(page, '.trajectories')).toMatch(/it is projected to reach the floor of 0\.001 at step 5,\d{3}/);
    expect(await label(page, '.widths')).toContain('Soft rank grows as the width to the power of 0.661 (95 %: 0.50–0.82, R² 0.971, 5 widths).');
  });

  it('leads from a cell to its eigenvalues, by keys and by pointer', async () => {
    const page = await showSpectrum();
    await spectrumAsked(page, { layer: '7', site: 'post', step: 4000 });
    const map = page.locator('.plot.heat');
    await map.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    expect(await map.locator('[aria-live]').textContent()).toMatch(/^layer 6, step 3,900: 0\.0\d+$/);
    await page.keyboard.press('Enter');
    await spectrumAsked(page, { layer: '6', site: 'post', step: 3900 });
    const box = await map.boundingBox();
    await map.click({ position: { x: (box?.width ?? 0) * 0.5, y: 6 } });
    await page.waitForFunction(() => document.querySelector('.eigenvalues .unit')?.textContent?.startsWith('layer 0'));
    expect((await calls(page, 'layerSpectrum') as { layer: string }[]).at(-1)?.layer).toBe('0');
  });

  it('says that there are no eigenvalues where only measures were recorded', async () => {
    const page = await showSpectrum({ spectra: { r1: { ...form, withoutEigenvalues: true } } });
    await page.waitForFunction(() => document.querySelector('.eigenvalues .missing')?.textContent === 'Only measures were recorded here, no eigenvalues.');
    expect(await page.locator('.eigenvalues .plot').isVisible()).toBe(false);
  });

  it('shows another measure and another site everywhere', async () => {
    const page = await showSpectrum();
    await choose(page, '#measure', 'Concentration');
    await page.waitForFunction(() => document.querySelector('.layers canvas')?.getAttribute('aria-label')?.startsWith('Concentration of 12 layers after'));
    expect(await label(page, '.layers')).toContain('highest at the end in layer 7');
    await choose(page, '#site', 'before the nonlinearity');
    await page.waitForFunction(() => document.querySelector('.layers canvas')?.getAttribute('aria-label')?.includes('before the nonlinearity'));
    expect(await page.locator('.trajectories .unit').textContent()).toBe('Concentration');
    expect(await page.locator('#measure vscode-option[disabled]').allTextContents()).toContain('Tail exponent α');
  });

  it('sorts the layers, and leads from a row to its eigenvalues', async () => {
    const page = await showSpectrum();
    const first = () => page.locator('.layer-table .table-body [data-index="0"] .table-cell').first().textContent();
    await page.locator('.layer-table button', { hasText: /^Hard utilisation/ }).click();
    await page.waitForFunction(() => document.querySelector('.layer-table [aria-sort="ascending"]'));
    expect(await first()).toBe('7');
    await page.locator('.layer-table button', { hasText: /^Hard utilisation/ }).click();
    await page.waitForFunction(() => document.querySelector('.layer-table [aria-sort="descending"]'));
    expect(await first()).not.toBe('7');
    await page.locator('.layer-table .table').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await spectrumAsked(page, { layer: '7', site: 'pre', step: 4000 });
    expect(await page.locator('.layer-table .table-body .candidate', { hasText: 'prune to 1,536' }).count()).toBe(1);
  });

  it('says in words when the widths support no exponent, and teaches where there are too few', async () => {
    const page = await showSpectrum();
    expect(await page.locator('.widths .sentences').textContent()).toContain('Hard rank: an exponent is not supported by these runs, for the interval contains 0; the fit gives 0.289');
    expect(await page.locator('.widths .sentences').textContent()).toContain('are the same to the last bit');
    expect(await page.locator('.widths .missing').isVisible()).toBe(false);
    const few = await showSpectrum({ widths: [768, 1536] });
    expect(await few.locator('.widths .missing').textContent()).toContain('at least three widths');
    expect(await few.locator('.widths .missing').isVisible()).toBe(true);
  });

  it('compares with another run at the same step, and with an earlier step', async () => {
    const page = await showSpectrum();
    await choose(page, '#other', 'gpt2-weightnorm');
    await page.waitForFunction(() => document.querySelector('.compared')?.textContent?.includes('It differs most in layer 7 (-'));
    expect(await calls(page, 'spectralReport')).toContain('r2');
    await choose(page, '#other', 'another step of this run');
    await page.waitForFunction(() => document.querySelectorAll('.slider .unit')[1]?.textContent === 'this run at step 100');
    await page.locator('.slider input').nth(1).focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelectorAll('.slider .unit')[1]?.textContent === 'this run at step 4,000');
    expect(await page.locator('.comparison .table-body .change-chosen').first().textContent()).toBe('0\u00a0%');
  });

  it('remembers over a reload what was chosen', async () => {
    const page = await showSpectrum();
    await choose(page, '#measure', 'Top share');
    await page.waitForFunction(() => (window.fakeHost.state as { measure?: string } | undefined)?.measure === 'topShare');
    const state = await page.evaluate(() => window.fakeHost.state);
    expect(state).toMatchObject({ run: 'r1', site: 'post', measure: 'topShare', place: { layer: '7', step: 4000 } });
    const again = await showSpectrum({ state });
    expect(await label(again, '.layers')).toMatch(/^Top share of 12 layers/);
  });

  it('teaches how spectra come about where there are none', async () => {
    const page = await show({ ...scenario, spectra: {} });
    await page.waitForSelector('.teaching');
    expect(await page.locator('.teaching').textContent()).toContain('Plateau: Add the Recorder to the Workspace');
  });

  it.each(['dark', 'light', 'contrast'] as const)('fits a narrow panel in the theme %s', async (theme) => {
    const page = await showSpectrum({ theme }, { width: 420, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
    expect((await page.locator('.plot.heat').boundingBox())?.width).toBeGreaterThan(360);
  });

  it('stays in step with a hundred layers and a thousand records', async () => {
    const page = await showSpectrum({ spectra: { r1: { ...form, layers: 100, records: 1000 } } });
    expect(await page.locator('.layer-table .table-body .table-row').count()).toBeLessThan(60);
    expect(await page.locator('.layer-table .table').getAttribute('aria-rowcount')).toBe('201');
    const painted = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.heat canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return new Set(Array.from({ length: Math.floor(data.length / 4) }, (_, i) => data[4 * i + 2])).size;
    });
    expect(painted).toBeGreaterThan(20);
  });
});
