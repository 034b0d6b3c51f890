import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../../harness/browser.mjs';
import { buildPanels, type OpenPanel, openPanel, type PanelBundles, type PanelSize } from './openPanel';
import type { Scenario } from './scenario';

/**
 * Gives a test file a browser, and each test panels of its own. After every test it is an error if a page complained
 * or the content policy refused anything.
 */
export function panelTests(): (scenario: Scenario, size?: PanelSize) => Promise<OpenPanel['page']> {
  let browser: Browser;
  let bundles: PanelBundles;
  let opened: OpenPanel[] = [];
  beforeAll(async () => {
    [browser, bundles] = await Promise.all([launchBrowser(), buildPanels()]);
  });
  afterEach(async () => {
    const problems = (await Promise.all(opened.map((panel) => panel.problems()))).flat();
    await Promise.all(opened.map(({ page }) => page.context().close()));
    opened = [];
    expect(problems).toEqual([]);
  });
  afterAll(() => browser?.close());
  return async (scenario, size) => {
    const panel = await openPanel(browser, bundles, scenario, size);
    opened.push(panel);
    return panel.page;
  };
}
