import { describe, expect, it } from 'vitest';
import { box, calls, runPanelTests, stopped } from './harness/runPanel';

const { showRun } = runPanelTests();

describe('the run panel, by pointer and keys', () => {
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
    const data = JSON.parse(json.data) as { summary: { name: string }; report: { checks: unknown[] }; series: { original: string; steps: number[]; values: number[] }[] };
    expect(data.series.map(({ original }) => original)).toEqual(['loss', 'eval_loss', 'learning_rate']);
    expect([data.series[0].steps[0], data.series[0].values[0], data.series[0].steps.length]).toEqual([2176, 4.0723, 464]);
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

  it('opens the list of records that could not be read', async () => {
    const page = await showRun({ runs: [{ ...stopped, state: 'warning' }] });
    await page.locator('.skipped summary', { hasText: '3 records could not be read' }).click();
    await page.waitForSelector('.skipped li');
    expect(await page.locator('.skipped li').textContent()).toBe('a.jsonl at 17: half a record');
  });

  it('mutes a run and hears it again', async () => {
    const page = await showRun();
    await page.locator('.say vscode-button', { hasText: 'Mute this run' }).click();
    await page.locator('.say vscode-button', { hasText: 'Unmute this run' }).click();
    await page.waitForSelector('.say vscode-button:text-is("Mute this run")');
    expect([await calls(page, 'muteRun'), await calls(page, 'unmuteRun')]).toEqual([['r1'], ['r1']]);
  });

  it('gives the Tab key no stop without a name', async () => {
    const page = await showRun();
    const stops: (readonly [tag: string, name: string])[] = [];
    await page.locator('body').focus();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const focused = document.activeElement;
        return focused && focused !== document.body ? [focused.tagName, (focused.getAttribute('aria-label') ?? focused.getAttribute('aria-labelledby') ?? focused.textContent ?? '').trim()] as const : null;
      });
      if (stop === null) break;
      stops.push(stop);
    }
    expect(stops.length).toBeGreaterThan(10);
    expect(stops.filter(([tag, name]) => name === '' || tag === 'rect')).toEqual([]);
  });
});
