import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/engine/protocol';
import type { RunState } from '../../src/model/verdict';
import { shownState, stateText } from '../../webview/components/states';
import { panelTests } from './harness/browserTest';
import type { Scenario, ScenarioRun } from './harness/scenario';

const show = panelTests();
const states: readonly RunState[] = ['healthy', 'stop', 'warning', 'finished'];

function manyRuns(count: number): readonly ScenarioRun[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`, name: `run-${i}`, state: states[i % states.length], curve: 'constant' as const, until: 20_000 + (i * 7919) % 50_000,
  }));
}

async function showOverview(count: number, over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ kind: 'overview', runs: manyRuns(count), ...over }, size);
  await page.waitForSelector('.body .row');
  return page;
}

const names = (page: Page) => page.locator('.body .row').evaluateAll((rows) => rows
  .sort((a, b) => Number((a as HTMLElement).dataset.index) - Number((b as HTMLElement).dataset.index)).map((row) => row.querySelector('.run-name')?.textContent));
const calls = (page: Page, method: string) => page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);

describe('the overview', () => {
  it('holds a thousand runs with only the rows in sight', async () => {
    const page = await showOverview(1000);
    expect(await page.locator('.grid').getAttribute('aria-rowcount')).toBe('1001');
    expect(await page.locator('.body .row').count()).toBeLessThan(60);
    await page.locator('.grid').evaluate((grid) => { grid.scrollTop = grid.scrollHeight; });
    await page.waitForSelector('#row-999');
    expect(await page.locator('.body .row').count()).toBeLessThan(60);
    expect(await page.locator('#row-999').getAttribute('aria-rowindex')).toBe('1001');
    expect(await page.locator('.counts').textContent()).toBe('1,000 runs · 250 stop · 250 warning · 250 healthy · 250 finished');
  });

  it('is walked, chosen from and opened from by keyboard', async () => {
    const page = await showOverview(1000);
    await page.locator('.grid').focus();
    await page.keyboard.press('End');
    await page.waitForSelector('#row-999.focused');
    expect(await page.locator('.grid').getAttribute('aria-activedescendant')).toBe('row-999');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.waitForSelector('#row-1.focused');
    await page.keyboard.press('Space');
    await page.waitForSelector('#row-1[aria-selected="true"]');
    await page.waitForFunction(() => document.querySelector('.overlay canvas')?.getAttribute('aria-label')?.startsWith('run-5 stands at 3.'));
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openRun'));
    expect(await calls(page, 'openRun')).toEqual(['r5']);
  });

  it('shows where the keys begin as soon as the Tab key has come to the table, and keeps the name of its field', async () => {
    const page = await showOverview(5);
    await page.keyboard.press('Tab');
    expect(await page.getByRole('textbox', { name: 'Filter runs' }).evaluate((field) => field.matches(':focus'))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.locator('.grid').getAttribute('aria-activedescendant')).toBe('row-0');
    expect(await page.locator('.row.focused').evaluate((row) => getComputedStyle(row).outlineStyle)).toBe('solid');
  });

  it('sorts by a column and turns the order round', async () => {
    const page = await showOverview(12);
    expect((await names(page)).slice(0, 4)).toEqual(['run-1', 'run-5', 'run-9', 'run-2']);
    await page.locator('.head button', { hasText: 'Run' }).click();
    await page.waitForSelector('.head .name[aria-sort="ascending"]');
    await page.waitForFunction(() => document.querySelector('#row-0 .run-name')?.textContent === 'run-0');
    expect(await names(page)).toEqual(Array.from({ length: 12 }, (_, i) => `run-${i}`));
    await page.locator('.head button', { hasText: 'Run' }).click();
    await page.waitForFunction(() => document.querySelector('#row-0 .run-name')?.textContent === 'run-11');
    await page.waitForFunction(() => (window.fakeHost.state as { order?: { descending: boolean } } | undefined)?.order?.descending === true);
  });

  it('filters by what is typed, in the field or in the table', async () => {
    const page = await showOverview(200);
    await page.locator('.grid').focus();
    await page.keyboard.type('run-19 st');
    await page.waitForFunction(() => document.querySelectorAll('.body .row').length === 2);
    expect(await names(page)).toEqual(['run-193', 'run-197']);
    expect(await page.locator('.counts').textContent()).toMatch(/^2 of 200 runs shown/);
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('grid');
  });

  it('lays the curves of the chosen runs over each other and lets them go', async () => {
    const page = await showOverview(30, { state: { chosen: ['r1', 'r2', 'gone'] } });
    await page.waitForFunction(() => document.querySelector('.overlay canvas')?.getAttribute('aria-label')?.startsWith('Of 2 runs, run-'));
    expect(await page.locator('.overlay .legend .name').allTextContents()).toEqual(['run-1', 'run-2']);
    await page.locator('#row-0 .check').click();
    await page.locator('.overlay vscode-button', { hasText: 'Clear choice' }).click();
    await page.waitForSelector('.overlay', { state: 'hidden' });
    expect(await page.locator('.row.chosen').count()).toBe(0);
  });

  it('keeps what is chosen, sorted and filtered over a reload', async () => {
    const page = await showOverview(30, { state: { filter: 'run-2', order: { key: 'name', descending: true }, chosen: ['r2'] } });
    expect((await names(page))[0]).toBe('run-29');
    expect(await page.locator('vscode-text-field').evaluate((field) => (field as HTMLElement & { value: string }).value)).toBe('run-2');
    await page.waitForSelector('.overlay canvas');
  });

  it('takes up runs that appear, change and go', async () => {
    const page = await showOverview(3);
    await page.evaluate(() => window.fakeHost.changed({ removed: ['r0'], updated: [] }));
    await page.waitForFunction(() => document.querySelectorAll('.body .row').length === 2);
    expect(await page.locator('.counts').textContent()).toMatch(/^2 runs/);
  });

  it('opens a run by its name', async () => {
    const page = await showOverview(3);
    await page.locator('.run-name', { hasText: 'run-2' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openRun'));
    expect(await calls(page, 'openRun')).toEqual(['r2']);
  });

  it('teaches where there are no runs', async () => {
    const page = await show({ kind: 'overview', runs: [] });
    await page.waitForSelector('.teaching');
    expect(await page.locator('.teaching').textContent()).toContain('events.out.tfevents.*');
    await page.locator('vscode-button', { hasText: 'Choose a folder' }).click();
    await page.locator('vscode-button', { hasText: 'Open the samples' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openSamples'));
    expect((await calls(page, 'chooseFolder')).length).toBe(1);
  });

  it('shows what is being read until the first run is there', async () => {
    const page = await show({ kind: 'overview', runs: [], progress: { phase: 'reading', files: 40, filesDone: 10, bytes: 100, bytesDone: 30 } });
    await page.waitForFunction(() => document.querySelector('.waiting p')?.textContent === 'Reading 40 files: 30\u00a0%.');
    await page.evaluate(() => window.fakeHost.progress({ phase: 'idle', files: 40, filesDone: 40, bytes: 100, bytesDone: 100 }));
    await page.waitForSelector('.teaching');
  });

  it('shows names as text, whatever they hold', async () => {
    const hostile = '"><img src=x onerror="window.harmed=1">';
    const page = await showOverview(0, { runs: [{ id: 'a', name: hostile, state: 'healthy', over: { relativePath: hostile } }], state: { chosen: ['a'] } });
    await page.waitForFunction((name) => document.querySelector('.overlay .legend .name')?.textContent === name, hostile);
    expect(await page.locator('.run-name').textContent()).toBe(hostile);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
  });

  it('fits an editor of any width', async () => {
    const page = await showOverview(20);
    for (const width of [440, 480, 690, 720, 960, 1000, 1040, 1080]) {
      await page.setViewportSize({ width, height: 700 });
      expect([width, await page.locator('.grid').evaluate((grid) => grid.scrollWidth - grid.clientWidth)]).toEqual([width, 0]);
    }
  });

  it('does not show a run that has ended in trouble as one that has ended well', () => {
    const ended = { verdict: { state: 'finished' as const, badge: '', sentence: '' }, findings: [] };
    const troubled = { ...ended, findings: [{ rule: 'marginal-return', level: 'note' }, { rule: 'never-learned', level: 'warning' }] as unknown as RunSummary['findings'] };
    expect([shownState(ended), stateText(ended)]).toEqual(['finished', 'Finished']);
    expect([shownState(troubled), stateText(troubled)]).toEqual(['warning', 'Never learned']);
  });

  it('fits a narrow editor', async () => {
    const page = await showOverview(20, {}, { width: 420, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(420);
    expect(await page.locator('.grid').evaluate((grid) => grid.scrollWidth <= grid.clientWidth)).toBe(true);
    expect(await page.locator('#row-0 .loss').isVisible()).toBe(true);
    expect(await page.locator('#row-0 .gain').isVisible()).toBe(false);
  });
});
