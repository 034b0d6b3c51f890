import type { Page } from 'playwright-core';
import { panelTests } from './browserTest';
import type { Scenario, ScenarioRun } from './scenario';

export const stopped: ScenarioRun = { id: 'r1', name: 'lr3e-4-constant', state: 'stop', until: 61_440 };
export const stoppedRun: Scenario = { kind: 'run', runs: [stopped] };

/** Gives a test file a browser, and each test a run panel in which the curves have been drawn. */
export function runPanelTests() {
  const show = panelTests();
  async function showRun(over: Partial<Scenario> = {}, size?: { width: number; height: number }): Promise<Page> {
    const page = await show({ ...stoppedRun, ...over }, size);
    await page.waitForSelector('.marginal .threshold');
    await page.waitForFunction(() => document.querySelector('.loss canvas')?.getAttribute('aria-label')?.includes('eval_loss'));
    return page;
  }
  return { show, showRun };
}

/** With what the panel has called a method of the editor so far. */
export function calls(page: Page, method: string): Promise<unknown[]> {
  return page.evaluate((name) => window.fakeHost.calls.filter((call) => call.method === name).map(({ argument }) => argument), method);
}

export async function box(page: Page, selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await page.locator(selector).first().boundingBox();
  if (!found) throw new Error(`${selector} is not shown.`);
  return found;
}
