import { describe, expect, it } from 'vitest';
import { box, calls, runPanelTests, stopped, stoppedRun } from './harness/runPanel';

const { show, showRun } = runPanelTests();

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

  it('says why there is no marginal return yet', async () => {
    const page = await show({ ...stoppedRun, detail: { report: null } });
    await page.waitForSelector('.marginal .missing:not([hidden])');
    expect(await page.locator('.marginal .missing').textContent()).toContain('performance.metric');
    expect(await page.locator('.marginal .plot').isVisible()).toBe(false);
  });

  it('waits for a run that is still being read', async () => {
    const page = await show({ ...stoppedRun, unread: true });
    await page.waitForSelector('.waiting');
    await page.evaluate(() => window.fakeHost.progress({ phase: 'reading', files: 12, filesDone: 3, bytes: 1000, bytesDone: 450 }));
    await page.waitForFunction(() => document.querySelector('.waiting p')?.textContent === 'Reading 12 files: 45\u00a0%.');
  });

  it('says that the files of a run are gone, and waits for nothing', async () => {
    const page = await showRun();
    await page.evaluate(() => window.fakeHost.changed({ removed: ['r1'] }));
    await page.waitForFunction(() => document.querySelector('.waiting p')?.textContent?.startsWith('The files of this run are gone.'));
    expect(await page.locator('vscode-progress-ring').count()).toBe(0);
    const missing = await show({ ...stoppedRun, unread: true, progress: { phase: 'idle', files: 3, filesDone: 3, bytes: 9, bytesDone: 9 } });
    await missing.waitForFunction(() => document.querySelector('.waiting p')?.textContent?.startsWith('The files of this run are gone.'));
  });
});
