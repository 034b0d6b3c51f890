import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import type { ForecastForm } from './harness/exampleForecasts';
import type { Scenario } from './harness/scenario';

const show = panelTests();
const wmt19: ForecastForm = { table: 'wmt19', models: 12, upTo: 204_800 };

async function showForecast(forecasts: readonly ForecastForm[] = [wmt19], over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ kind: 'forecast', runs: [], forecasts, ...over }, size);
  await page.waitForSelector('.forecast .table-body .table-row');
  return page;
}

const calls = (page: Page, method: string) => page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);
const label = (page: Page, section: string) => page.locator(`${section} canvas[role="img"]`).getAttribute('aria-label');
const asked = (page: Page, wanted: object) => page.waitForFunction((question) => window.fakeHost.calls.some(({ method, argument }) =>
  method === 'forecastReport' && Object.entries(question).every(([key, value]) => (argument as Record<string, unknown>)[key] === value)), wanted);

async function choose(page: Page, dropdown: string, option: string): Promise<void> {
  await page.locator(dropdown).click();
  await page.locator(`${dropdown} vscode-option`, { hasText: option }).click();
}

async function enter(page: Page, field: string, text: string): Promise<void> {
  await page.locator(`${field} input`).fill(text);
  await page.locator(`${field} input`).press('Enter');
  await page.locator(`${field} input`).blur();
}

describe('the forecast panel', () => {
  it('says first who leads, who is out, and what to train next', async () => {
    const page = await showForecast();
    expect(await page.locator('.sentence').textContent()).toMatch(
      /^Not clear yet: facebook\/bart-large leads with 0\.\d+ \(0\.\d+–0\.\d+\) at 1,638,400 samples, probability of being best \d+\u00a0%\. \d of 12 can no longer win\. Next, fine-tune \S+ on 409,600 samples \(\d\.\de14 FLOPs for each token of a sample\)\.$/);
    expect(await page.locator('h1, h2').allTextContents()).toEqual(['Which model to fine-tune', 'Loss by data size', 'Cost and accuracy of the choice', 'Ranking']);
    expect(await page.locator('.context span').allTextContents()).toEqual(['tables/wmt19.csv', '12 models', '11 sizes from 200 to 204,800 samples']);
  });

  it('says what its charts show', async () => {
    const page = await showForecast();
    expect(await label(page, '.curves')).toMatch(/^facebook\/bart-large has a loss of 1\.\d+ at 204,800 samples and is expected at 0\.\d+ \(.+\) at 1,638,400; it is in the power phase/);
    expect(await label(page, '.front')).toMatch(/^No other way to choose is at once as cheap and as good as: .+ \(loss 1\.\d+ for 0 FLOPs for each token of a sample\), /);
    expect(await page.locator('.curves .legend').textContent()).toContain('next: bart-large on 409,600');
  });

  it('ranks the models, and shows the curve of the row that is chosen', async () => {
    const page = await showForecast();
    expect(await page.locator('.ranking .table-row .rank').allTextContents()).toEqual(['Rank', ...Array.from({ length: 12 }, (_, i) => String(i + 1))]);
    expect(await page.locator('.ranking .table-row .outlook', { hasText: 'can no longer win' }).count()).toBeGreaterThan(2);
    await page.locator('.ranking .table-body .table-row', { hasText: 'Cerebras-GPT-2.7B' }).click();
    await page.waitForFunction(() => document.querySelector('.curves canvas')?.getAttribute('aria-label')?.startsWith('cerebras/Cerebras-GPT-2.7B'));
    expect(await page.locator('.ranking .chosen .model').textContent()).toBe('cerebras/Cerebras-GPT-2.7B');
  });

  it('asks anew by another method, budget and size of all data, and proves itself by what it was not told', async () => {
    const page = await showForecast([{ table: 'wmt19', models: 12 }]);
    await choose(page, '#method', 'Accept-then-stop');
    await asked(page, { method: 'ats', budget: null });
    await enter(page, '#budget', '51,200');
    await asked(page, { method: 'ats', budget: 51_200 });
    await enter(page, '#full', '1638400');
    await asked(page, { method: 'ats', budget: 51_200, full: 1_638_400 });
    await page.waitForFunction(() => document.querySelector('.about .notes')?.textContent?.startsWith('Against the losses measured on all data: correlation '));
    expect(await page.locator('.curves .legend').textContent()).toContain('measured above the budget');
    await enter(page, '#budget', '');
    await asked(page, { method: 'ats', budget: null, full: 1_638_400 });
  });

  it('says why there is no forecast, and keeps the fields that may mend it', async () => {
    const page = await showForecast();
    await enter(page, '#budget', '300');
    await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.startsWith('No model has losses at 3 sizes up to 300 samples'));
    expect(await page.locator('.curves').isHidden()).toBe(true);
    expect(await page.locator('.ranking').isHidden()).toBe(true);
    expect(await page.locator('#budget').isVisible()).toBe(true);
  });

  it('names its fields', async () => {
    const page = await showForecast();
    for (const name of ['Budget', 'All data']) expect(await page.getByRole('textbox', { name, exact: true }).count()).toBe(1);
  });

  it('offers every table and group of runs', async () => {
    const page = await showForecast([{ table: 'flan', models: 5, upTo: 6400 }, { table: 'wmt19', models: 4, upTo: 6400, origin: 'runs', withoutParameters: true }]);
    await choose(page, '#subject', 'runs on wmt19');
    await asked(page, { subject: 'runs:wmt19' });
    await page.waitForFunction(() => document.querySelector('.context')?.textContent?.startsWith('runs on wmt19'));
    expect(await page.locator('.front').textContent()).toContain('FLOPs appear when the table has a column with the number of parameters.');
    expect(await page.locator('.ranking .table-body .flops').first().textContent()).toBe('–');
  });

  it('warns of a single model', async () => {
    const page = await showForecast([{ table: 'wmt19', models: 1, upTo: 6400 }]);
    expect(await page.locator('.sentence').textContent()).toMatch(/^\S+ should reach \d\.\d+ \(.+\) at 1,638,400 samples\.$/);
    expect(await page.locator('.warnings li').allTextContents()).toEqual([expect.stringContaining('is the only model with enough sizes')]);
    expect(await page.locator('.front').isHidden()).toBe(true);
  });

  it('exports the ranking as CSV and everything as JSON', async () => {
    const page = await showForecast();
    for (const kind of ['CSV', 'JSON']) await page.locator('.exports vscode-button', { hasText: kind }).click();
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ method }) => method === 'save').length === 2);
    const [csv, json] = await calls(page, 'save') as { suggestedName: string; data: string }[];
    expect(csv.suggestedName).toBe('forecast-plateau-1638400.csv');
    expect(csv.data.split('\r\n')).toHaveLength(14);
    expect(csv.data).toMatch(/^rank,model,loss_at_1638400,low,high,.*\r\n1,facebook\/bart-large,0\.\d+,/);
    expect(JSON.parse(json.data)).toMatchObject({ question: { method: 'plateau' }, forecast: { models: { length: 12 } } });
  });

  it('teaches where there is nothing to forecast from', async () => {
    const page = await show({ kind: 'forecast', runs: [] });
    await page.waitForSelector('.teaching');
    expect(await page.locator('.teaching dt').allTextContents()).toEqual(['A table', 'Runs', 'Other names']);
    await page.locator('.teaching vscode-button').click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openSamples'));
  });

  it('remembers over a reload what was asked', async () => {
    const page = await showForecast([wmt19], { state: { run: null, path: null, subject: null, method: 'vanilla', budget: 51_200, full: null, model: 'facebook/opt-1.3b', scroll: 0 } });
    expect(await calls(page, 'forecastReport')).toEqual([{ subject: '/workspace/tables/wmt19.csv', method: 'vanilla', budget: 51_200, full: null }]);
    expect(await page.locator('.ranking .chosen .model').textContent()).toBe('facebook/opt-1.3b');
  });

  it.each([420, 1400])('is as wide as the editor at %d pixels', async (width) => {
    const page = await showForecast([wmt19], {}, { width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
