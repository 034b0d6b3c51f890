import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { panelTests } from './harness/browserTest';
import type { Scenario, ScenarioRun } from './harness/scenario';

const show = panelTests();
const stopped: ScenarioRun = { id: 'r1', name: 'lr3e-4-constant', state: 'stop', until: 61_440 };
const scenario: Scenario = { kind: 'run', runs: [stopped] };

async function showRun(over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
  const page = await show({ ...scenario, ...over }, size);
  await page.waitForSelector('.marginal .threshold');
  await page.waitForFunction(() => document.querySelector('.loss canvas')?.getAttribute('aria-label')?.includes('eval_loss'));
  return page;
}

const calls = (page: Page, method: string) => page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);

async function box(page: Page, selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await page.locator(selector).first().boundingBox();
  if (!found) throw new Error(`${selector} is not shown.`);
  return found;
}

describe('the run panel', () => {
  it('says the verdict first, then three to five figures, then the charts in their order', async () => {
    const page = await showRun();
    expect(await page.locator('.sentence').textContent()).toMatch(/^Stop here\./);
    const figures = await page.locator('.figure').count();
    expect(figures).toBeGreaterThanOrEqual(3);
    expect(figures).toBeLessThanOrEqual(5);
    expect(await page.locator('.say vscode-button').count()).toBeGreaterThanOrEqual(2);
    expect(await page.locator('h1, h2').allTextContents()).toEqual(
      ['lr3e-4-constant', 'Loss', 'Marginal return', 'Health', 'What other rules would have done', 'Settings that produced this']);
    expect((await box(page, '.toolbar')).y).toBeLessThan(400);
  });

  it('states in words what each chart shows, and has its numbers as a table', async () => {
    const page = await showRun();
    expect(await page.locator('.loss canvas').first().getAttribute('aria-label')).toMatch(/^eval_loss falls from 3\.\d+ at step 2,\d+ to 3\.2\d+ at step 6\d,\d+; the forecast for step 72,000 is 3\.2\d+ \(/);
    expect(await page.locator('.marginal canvas').getAttribute('aria-label')).toMatch(/^The marginal return at step 6\d,\d+ is 0\.\d+ per planned budget \(95 %: .+\), below the threshold of 0\.2\.$/);
    await page.locator('.marginal summary').click();
    await page.waitForSelector('.marginal .data-table tbody tr');
    expect(await page.locator('.marginal .data-table tbody tr').count()).toBeGreaterThan(10);
  });

  it('asks for curves at the resolution of the screen', async () => {
    const page = await showRun();
    const width = (await box(page, '.loss .plot')).width;
    const asked = await calls(page, 'curve') as { metric: string; pixels: number }[];
    expect(new Set(asked.map(({ metric }) => metric))).toEqual(new Set(['loss/eval', 'loss/train', 'learning_rate']));
    for (const { pixels } of asked) expect(pixels).toBeLessThanOrEqual(width);
  });

  it('tries thresholds by keyboard, says what changes, and writes one on request', async () => {
    const page = await showRun();
    const handle = page.locator('.threshold');
    await handle.focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowUp');
    expect(Number(await handle.getAttribute('aria-valuenow'))).toBeCloseTo(0.35, 6);
    await page.waitForFunction(() => document.querySelector('.changes')?.textContent?.includes('steps earlier than at 0.2'));
    expect(await calls(page, 'report')).toContainEqual({ 'marginalReturn.threshold': 0.35 });
    expect(await calls(page, 'writeSetting')).toEqual([]);
    await page.locator('.trial vscode-button', { hasText: 'Use this threshold' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'writeSetting'));
    expect(await calls(page, 'writeSetting')).toEqual([{ key: 'marginalReturn.threshold', value: 0.35 }]);
    await page.waitForFunction(() => document.querySelector('.changes')?.textContent?.startsWith('Drag the line'));
  });

  it('takes a trial back with Escape', async () => {
    const page = await showRun();
    await page.locator('.threshold').focus();
    await page.keyboard.press('PageDown');
    expect(await page.locator('.threshold').getAttribute('aria-valuenow')).toBe('0.1');
    await page.waitForFunction(() => document.querySelector('.changes')?.textContent?.startsWith('At 0.1 the rule'));
    await page.keyboard.press('Escape');
    expect(await page.locator('.threshold').getAttribute('aria-valuenow')).toBe('0.2');
  });

  it('tries the threshold that the line is dragged to', async () => {
    const page = await showRun();
    const line = await box(page, '.threshold');
    const [x, y] = [line.x + line.width / 2, line.y + line.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let moved = 5; moved <= 40; moved += 5) await page.mouse.move(x, y - moved);
    await page.mouse.up();
    const value = Number(await page.locator('.threshold').getAttribute('aria-valuenow'));
    expect(value).toBeGreaterThan(0.2);
    expect((await box(page, '.threshold')).y).toBeLessThan(line.y - 30);
    await page.waitForFunction((at) => document.querySelector('.changes')?.textContent?.startsWith(`At ${at} the rule says stop`), value);
    expect(await page.locator('.toolbar vscode-button', { hasText: 'Show all steps' }).isVisible()).toBe(false);
  });

  it('zooms to what is dragged over, remembers it over a reload, and shows everything again on a double click', async () => {
    const page = await showRun();
    const plot = await box(page, '.loss .plot');
    await page.mouse.move(plot.x + plot.width * 0.4, plot.y + 80);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 0.7, plot.y + 90, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method, argument }) => method === 'curve' && (argument as { fromStep: number | null }).fromStep !== null));
    const zoomed = (await calls(page, 'curve') as { fromStep: number | null; toStep: number | null }[]).at(-1);
    expect(zoomed?.fromStep).toBeGreaterThan(20_000);
    expect(zoomed?.toStep).toBeLessThan(60_000);
    await page.waitForFunction((from) => (window.fakeHost.state as { zoom?: { from: number } } | undefined)?.zoom?.from === from, zoomed?.fromStep);

    const reloaded = await showRun({ state: await page.evaluate(() => window.fakeHost.state) });
    await reloaded.waitForFunction((from) => window.fakeHost.calls.some(({ method, argument }) => method === 'curve' && (argument as { fromStep: number | null }).fromStep === from), zoomed?.fromStep);

    await page.mouse.dblclick(plot.x + plot.width / 2, plot.y + 80);
    await page.waitForFunction(() => (window.fakeHost.calls.filter(({ method }) => method === 'curve').at(-1)?.argument as { fromStep: number | null }).fromStep === null);
  });

  it('moves the cursor of all charts and zooms by keyboard', async () => {
    const page = await showRun();
    await page.locator('.loss .plot').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => [...document.querySelectorAll('.plot .cursor')].every((cursor) => !(cursor as HTMLElement).hidden));
    expect(await page.locator('.loss .readout').first().textContent()).toMatch(/^step 37,\d+loss3\.\d+eval_loss3\.\d+fit, forecast3\.\d+$/);
    await page.keyboard.press('+');
    await page.waitForSelector('.toolbar vscode-button:has-text("Show all steps")');
    await page.keyboard.press('0');
    await page.waitForSelector('.toolbar vscode-button:has-text("Show all steps")', { state: 'hidden' });
  });

  it('scrolls the page with the wheel, and zooms with it only while Ctrl is held or the chart has the focus', async () => {
    const page = await showRun();
    const plot = await box(page, '.loss .plot');
    const curves = (await calls(page, 'curve')).length;
    await page.mouse.move(plot.x + plot.width / 2, plot.y + 100);
    await page.mouse.wheel(0, 120);
    await page.waitForFunction(() => window.scrollY > 50);
    expect((await calls(page, 'curve')).length).toBe(curves);
    await page.locator('.loss .plot').first().focus();
    await page.mouse.wheel(0, -200);
    await page.waitForSelector('.toolbar vscode-button:has-text("Show all steps")');
  });

  it('redraws in the colours of a new theme', async () => {
    const page = await showRun();
    const ink = () => page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.loss canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      let brightness = 0;
      let drawn = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] < 200) continue;
        brightness += data[i] + data[i + 1] + data[i + 2];
        drawn++;
      }
      return drawn === 0 ? -1 : brightness / drawn / 3;
    });
    const dark = await ink();
    await page.evaluate(() => window.fakeHost.theme('light'));
    await page.waitForTimeout(100);
    const light = await ink();
    expect(dark).toBeGreaterThan(light + 30);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  });

  it('shows two columns where there is room and stacks them where there is not', async () => {
    const page = await showRun();
    expect((await box(page, '.marginal')).x).toBeGreaterThan((await box(page, '.loss')).x + 300);
    await page.setViewportSize({ width: 420, height: 800 });
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.marginal')!.getBoundingClientRect().left < 30);
    expect((await box(page, '.marginal')).y).toBeGreaterThan((await box(page, '.loss')).y + 200);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(420);
    await page.waitForFunction(() => document.querySelector('.loss canvas')!.getBoundingClientRect().width < 400);
  });

  it('counts in another resource, and offers those it cannot count in as disabled with the reason', async () => {
    const page = await showRun();
    const options = await page.locator('vscode-option').evaluateAll((all) => all.map((option) => ({ text: option.textContent, disabled: option.hasAttribute('disabled') })));
    expect(options.filter(({ disabled }) => !disabled).map(({ text }) => text)).toEqual(['steps', 'tokens', 'hours', 'GPU-hours']);
    expect(options.find(({ text }) => text?.startsWith('money'))?.text).toContain('price per GPU-hour');
    await page.locator('vscode-dropdown').click();
    await page.locator('vscode-option[value="hours"]').click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method, argument }) => method === 'report' && (argument as Record<string, unknown>)['resource.unit'] === 'hours'));
    await page.waitForFunction(() => (window.fakeHost.state as { resource?: string } | undefined)?.resource === 'hours');
  });

  it('exports picture, table and data', async () => {
    const page = await showRun();
    for (const kind of ['PNG', 'CSV', 'JSON']) {
      await page.locator('.exports vscode-button', { hasText: kind }).click();
      await page.waitForFunction((name) => window.fakeHost.calls.some(({ method, argument }) => method === 'save' && (argument as { suggestedName: string }).suggestedName === `lr3e-4-constant.${name}`), kind.toLowerCase());
    }
    const [png, csv, json] = await calls(page, 'save') as { data: string & number[]; length: number }[];
    expect([...png.data]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(png.length).toBeGreaterThan(10_000);
    const rows = csv.data.trim().split('\r\n');
    expect(rows[0]).toBe('step,loss,eval_loss,learning_rate');
    expect(rows[1]).toBe('2176,4.0723,,0.0003');
    expect(rows.length).toBe(465);
    const data = JSON.parse(json.data) as { summary: { name: string }; report: { checks: unknown[] } };
    expect(data.summary.name).toBe('lr3e-4-constant');
    expect(data.report.checks.length).toBeGreaterThan(10);
  });

  it('opens places and settings', async () => {
    const page = await showRun();
    await page.locator('.say vscode-button').first().click();
    await page.locator('.settings button', { hasText: 'plan.maxSteps' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'openSetting'));
    expect(await calls(page, 'openPlace')).toEqual([{ path: '/workspace/runs/train.yaml', line: 11, column: 11, endColumn: 16 }]);
    expect(await calls(page, 'openSetting')).toEqual(['plan.maxSteps']);
  });

  it('tells what a marker means on hover and on focus', async () => {
    const page = await showRun();
    await page.locator('.marker').first().focus();
    expect(await page.locator('.hover-text.shown').textContent()).toMatch(/^Stop here\./);
    await page.keyboard.press('Escape');
    expect(await page.locator('.hover-text.shown').count()).toBe(0);
  });

  it('asks again at most twice a second while the run grows, and not while it is hidden', async () => {
    const page = await showRun();
    const before = (await calls(page, 'detail')).length;
    const milliseconds = await page.evaluate(async () => {
      const start = performance.now();
      for (let i = 0; i < 40; i++) {
        window.fakeHost.changed({ updated: [{ id: 'r1' } as never] });
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      await new Promise((resolve) => setTimeout(resolve, 600));
      return performance.now() - start;
    });
    const asked = (await calls(page, 'detail')).length - before;
    expect(asked).toBeGreaterThanOrEqual(2);
    expect(asked).toBeLessThanOrEqual(Math.ceil(milliseconds / 500));
    await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }));
    await page.evaluate(() => window.fakeHost.changed({ updated: [{ id: 'r1' } as never] }));
    await page.waitForTimeout(700);
    expect((await calls(page, 'detail')).length - before).toBe(asked);
  });

  it('shows names as text, whatever they hold', async () => {
    const hostile = '<img src=x onerror="window.harmed=1"><b>run</b>\u202e&lt;';
    const page = await showRun({ runs: [{ ...stopped, name: hostile, over: { relativePath: `runs/${hostile}`, statusReason: hostile } }] });
    expect(await page.locator('h1').textContent()).toBe(hostile);
    expect(await page.locator('img, b').count()).toBe(0);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
    await page.locator('.exports vscode-button', { hasText: 'JSON' }).click();
    await page.waitForFunction(() => window.fakeHost.calls.some(({ method }) => method === 'save'));
    expect((await calls(page, 'save') as { suggestedName: string }[])[0].suggestedName).toMatch(/^[\w.-]+\.json$/);
  });

  it('speaks the language of the editor', async () => {
    const page = await showRun({ strings: { 'Marginal return': 'Grenzertrag', 'threshold {0} {1}': 'Schwelle {0} {1}' } });
    expect(await page.locator('.marginal h2').textContent()).toBe('Grenzertrag');
  });

  it('opens the list of records that could not be read', async () => {
    const page = await showRun({ runs: [{ ...stopped, state: 'warning' }] });
    await page.locator('.skipped summary', { hasText: '3 records could not be read' }).click();
    await page.waitForSelector('.skipped li');
    expect(await page.locator('.skipped li').textContent()).toBe('a.jsonl at 17: half a record');
  });

  it('says why there is no marginal return yet', async () => {
    const page = await show({ ...scenario, detail: { report: null } });
    await page.waitForSelector('.marginal .missing:not([hidden])');
    expect(await page.locator('.marginal .missing').textContent()).toContain('performance.metric');
    expect(await page.locator('.marginal .plot').isVisible()).toBe(false);
  });

  it('waits for a run that is still being read', async () => {
    const page = await show({ ...scenario, unread: true });
    await page.waitForSelector('.waiting');
    await page.evaluate(() => window.fakeHost.progress({ phase: 'reading', files: 12, filesDone: 3, bytes: 1000, bytesDone: 450 }));
    await page.waitForFunction(() => document.querySelector('.waiting p')?.textContent === 'Reading 12 files: 45\u00a0%.');
  });
});
