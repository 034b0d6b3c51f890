import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import { type DensityForm, exampleDensity, exampleScaling, exampleTable } from './harness/exampleDensity';
import type { Scenario } from './harness/scenario';

const show = panelTests();
let form: DensityForm;
const own = 'model,params,tokens,mmlu_pro,date,base_model,bits\nmine,2e9,2e12,.22,2024-11-01,,16\nmine-4bit,2e9,2e12,.15,2024-11-02,mine,4\n';

beforeAll(() => {
  const tables = [exampleTable('leaderboard.csv'), exampleTable('own.csv', own), exampleTable('gadre.csv')];
  form = { overviews: exampleDensity(tables, ['mmlu_pro', 'hellaswag']), scalings: [exampleScaling(exampleTable('chinchilla.csv'), 5)] };
}, 120_000);

async function showDensity(over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ kind: 'density', runs: [], density: form, ...over }, size);
  await page.waitForSelector('.density .models .table-body .table-row');
  return page;
}

const label = (page: Page, section: string) => page.locator(`${section} canvas[role="img"]`).first().getAttribute('aria-label');

describe('the density panel', () => {
  it('says first what is most urgent, and against which reference', async () => {
    const page = await showDensity();
    expect(await page.locator('.sentence').textContent()).toMatch(/^(?:The plan of gpt-small is far from the best use|mine-4bit lost more than it saved|\S+ does on MMLU-PRO what)/);
    expect(await page.locator('.context').textContent()).toContain('against leaderboard');
    expect(await page.locator('h1, h2').allTextContents()).toEqual(
      ['Capability density', 'Trend', 'Density along training', 'Density by benchmark', 'Compression', 'Models', 'Scaling law', 'Loss by compute', 'Parameters against tokens', 'Fitted parameters']);
  });

  it('states in words what each chart shows', async () => {
    const page = await showDensity();
    await page.waitForFunction(() => document.querySelector('.law canvas')?.getAttribute('aria-label'));
    expect(await label(page, '.trend')).toMatch(/^The density of the best models on MMLU-PRO doubles in 115 days \(95 %: 96–144\) over 14 record setters, R² 0\.9\d+\./);
    expect(await label(page, '.law')).toMatch(/^The law fits 240 losses of chinchilla\.csv to 0\.0\d+\. With \S+ FLOPs, 100 times the largest, the best model is expected at 1\.9\d+ \(95 %: 1\.\d+–[12]\.\d+\)\.$/);
    expect(await label(page, '.compute')).toMatch(/FLOPs are best spent on \S+B parameters \(95 %: \S+\) and \S+ tokens/);
    expect(await page.locator('.parameters tbody tr').allTextContents()).toHaveLength(5);
  });

  it('lets a model stand out that is chosen, and says of one out of range why', async () => {
    const page = await showDensity();
    await page.locator('.models button', { hasText: 'Model' }).first().click();
    await page.locator('.models .table').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => typeof (window.fakeHost.state as { model?: string } | undefined)?.model === 'string');
    expect(await page.locator('.models .chosen').count()).toBe(1);
    await page.locator('.models button', { hasText: /^Score/ }).click();
    await page.locator('.models button', { hasText: /^Score/ }).click();
    expect(await page.locator('.models .table-body .interval span').first().getAttribute('title')).toMatch(/^the score 0\.\d+ is not above 0\.14/);
  });

  it('switches to another benchmark, with its reference named', async () => {
    const page = await showDensity();
    await page.locator('.benchmarks .table-body .table-row', { hasText: 'HellaSwag' }).click();
    await page.waitForFunction(() => document.querySelector('.context')?.textContent?.includes('HellaSwag'));
    expect(await page.locator('.source').textContent()).toContain('RedPajama models of Gadre et al.');
    expect(await page.locator('.trend .missing').textContent()).toContain('add a column date');
  });

  it('says that it is working while another benchmark is being measured, and not after', async () => {
    const page = await showDensity();
    const during = await page.evaluate(() => {
      const row = [...document.querySelectorAll<HTMLElement>('.benchmarks .table-body .table-row')].find(({ textContent }) => textContent?.includes('HellaSwag'));
      row?.click();
      return document.querySelector('.working [role="status"]')?.textContent;
    });
    expect(during).toBe('Working out the densities…');
    await page.waitForFunction(() => document.querySelector('.context')?.textContent?.includes('HellaSwag'));
    expect(await page.locator('.working [role="status"]').textContent()).toBe('');
    expect(await page.locator('.working vscode-progress-ring').isVisible()).toBe(false);
  });

  it('keeps labels beside their controls and the verdict of a compression in sight where there is little room', async () => {
    const page = await showDensity({}, { width: 420, height: 900 });
    for (const one of await page.locator('.labelled').all()) {
      const [label, control] = [await one.locator('label').boundingBox(), await one.locator('vscode-dropdown').boundingBox()];
      expect(label && control && Math.abs(label.y + label.height / 2 - control.y - control.height / 2)).toBeLessThan(6);
    }
    const [table, verdict] = [await page.locator('.compression .table').boundingBox(), await page.locator('.compression .table-body .verdict-word').first().boundingBox()];
    expect(verdict && table && verdict.x + verdict.width - table.x - table.width).toBeLessThanOrEqual(0);
  });

  it('tells the curves of a law apart by dashes in high contrast', async () => {
    const page = await showDensity({ theme: 'contrast' });
    await page.waitForSelector('.law .legend line', { state: 'attached' });
    const dashes = await page.locator('.law .legend line').evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke-dasharray')));
    expect(dashes.length).toBeGreaterThan(3);
    expect(new Set(dashes).size).toBe(dashes.length);
  });

  it('exports the models as CSV and all of it as JSON', async () => {
    const page = await showDensity();
    await page.locator('.exports vscode-button', { hasText: 'CSV' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'save'));
    const [saved] = await page.evaluate(() => window.fakeHost.calls.filter(({ method }) => method === 'save').map(({ argument }) => argument as { suggestedName: string; data: string }));
    expect(saved.suggestedName).toBe('density-mmlu_pro.csv');
    expect(saved.data.split('\n')[0]).toContain('model,table,benchmark,reference,score');
  });

  it('teaches which files lead to it where there is nothing', async () => {
    const page = await show({ kind: 'density', runs: [] });
    await page.waitForSelector('.teaching');
    expect(await page.locator('.teaching').textContent()).toContain('Use as a Table of Models…');
    await page.locator('vscode-button', { hasText: 'Say what columns mean' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method, argument }) => method === 'openSetting' && argument === 'tables.columns'));
  });
});
