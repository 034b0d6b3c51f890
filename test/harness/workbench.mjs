// @ts-check
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser } from './browser.mjs';
import { linkExtension } from './linkExtension.mjs';
import { remoteControl, remoteControlPath } from './remoteControl.mjs';
import { newest, startServer } from './vscodeServer.mjs';

/** @type {Readonly<Record<Theme, { name: string, className: string }>>} */
const themes = {
  light: { name: 'Default Light Modern', className: 'vs' },
  dark: { name: 'Default Dark Modern', className: 'vs-dark' },
  contrast: { name: 'Default High Contrast', className: 'hc-black' },
  contrastLight: { name: 'Default High Contrast Light', className: 'hc-light' },
};

/**
 * @typedef {'light' | 'dark' | 'contrast' | 'contrastLight'} Theme
 *
 * @typedef {object} WorkbenchOptions
 * @property {string} folder the folder to open
 * @property {string} extensionPath the extension under development
 * @property {string} [version] VS Code version; the newest when absent
 * @property {Readonly<Record<string, unknown>>} [settings] user settings
 * @property {number} [width] pixels
 * @property {number} [height] pixels
 * @property {number} [scale] device pixels per pixel
 * @property {Theme} [theme]
 *
 * @typedef {object} Violation a refusal by a webview's content security policy
 * @property {string} text
 * @property {string} url
 */

/**
 * Opens a VS Code workbench with the extension in a headless browser.
 * @param {WorkbenchOptions} options
 */
export async function openWorkbench(options) {
  const { width = 1400, height = 900, scale = 1, theme = 'dark' } = options;
  const { server, control, removeData } = await serveWorkbench(options, theme);
  const opened = await openPage(server, { width, height, scale }).catch((error) => {
    server.dispose();
    throw error;
  });
  const { browser, page, violations } = opened;
  const { execute, set } = remoteControl(control);

  async function dispose() {
    await browser.close();
    server.dispose();
    await removeData();
  }

  try {
    await page.goto(`${server.url}?folder=${encodeURIComponent(path.resolve(options.folder))}`);
    await Promise.race([page.waitForSelector(`.monaco-workbench.${themes[theme].className} .part.statusbar`, { timeout: 60_000 }), server.died]);
    await Promise.race([execute('notifications.clearAll'), server.died]); // answered once the extension host is up
  } catch (error) {
    await dispose();
    throw error;
  }
  /** What the policies of the webviews refused so far, a command by its identifier whose result must be JSON, and the change of a user setting. */
  return { url: server.url, violations, execute, set, dispose, ...handsOn(page, set) };
}

/**
 * What a person does with the page of a workbench.
 * @param {import('playwright-core').Page} page
 * @param {(setting: string, value: unknown) => Promise<unknown>} set
 */
function handsOn(page, set) {
  /** @param {Theme} wanted */
  async function setTheme(wanted) {
    await set('workbench.colorTheme', themes[wanted].name);
    await page.waitForSelector(`.monaco-workbench.${themes[wanted].className}`);
  }
  return {
    page,
    setTheme,
    /** Picks a command from the palette by its full title, category included. */
    runCommand: (/** @type {string} */ title) => runCommand(page, title),
    /** The frame that holds a webview's own document, found by something in it. */
    webview: (/** @type {string} */ selector, timeout = 30_000) => frameWith(page, selector, timeout),
    screenshot: (/** @type {string} */ file) => page.screenshot({ path: file, animations: 'disabled', caret: 'hide' }),
    resize: (/** @type {number} */ w, /** @type {number} */ h) => page.setViewportSize({ width: w, height: h }),
  };
}

/**
 * A server that has the extension and one that carries out what it is told through `control`.
 * @param {WorkbenchOptions} options
 * @param {Theme} theme
 */
async function serveWorkbench({ extensionPath, version = newest, settings }, theme) {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'plateau-workbench-'));
  const extensions = path.join(dataFolder, 'extensions');
  const control = path.join(dataFolder, 'control');
  await linkExtension(extensionPath, extensions);
  await linkExtension(remoteControlPath, extensions);
  const server = await startServer({ version, dataFolder, settings: { ...settings, ...themeSettings(theme) }, env: { PLATEAU_CONTROL: control } });
  return { server, control, removeData: () => rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/**
 * @param {{ died: Promise<never> }} server
 * @param {{ width: number, height: number, scale: number }} size
 */
async function openPage(server, { width, height, scale }) {
  const browser = await Promise.race([launchBrowser(), server.died]);
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
  /** @type {Violation[]} */
  const violations = [];
  page.on('console', (message) => {
    const { url } = message.location();
    if (isViolation(message.text(), url)) violations.push({ text: message.text(), url });
  });
  return { browser, page, violations: /** @type {readonly Violation[]} */ (violations) };
}

/**
 * @param {Theme} theme
 * @returns {Readonly<Record<string, unknown>>}
 */
function themeSettings(theme) {
  return { 'workbench.colorTheme': themes[theme].name, 'window.autoDetectHighContrast': false, 'window.autoDetectColorScheme': false };
}

/**
 * @param {string} text
 * @param {string} url
 */
function isViolation(text, url) {
  return /content security policy/i.test(text) && url.includes('/webview/browser/pre/');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} title
 */
async function runCommand(page, title) {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^=${JSON.stringify(title)}]`).first();
  await page.keyboard.press('F1');
  await input.fill(`>${title}`);
  await row.click({ timeout: 10_000 });
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {number} timeout milliseconds
 * @returns {Promise<import('playwright-core').Frame>}
 */
async function frameWith(page, selector, timeout) {
  const end = Date.now() + timeout;
  while (Date.now() < end) {
    for (const frame of page.frames().filter((each) => each.parentFrame())) {
      if (await frame.$(selector).catch(() => null)) return frame; // a frame may go while it is asked
    }
    await page.waitForTimeout(50);
  }
  throw new Error(`No webview showed ${selector} within ${timeout / 1000} s.`);
}
