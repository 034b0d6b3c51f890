import { build } from 'esbuild';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { PanelKind } from '../../../src/engine/protocol';
import type {} from './fakeHost';
import type { Scenario } from './scenario';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const origin = 'http://panel.test';
const nonce = 'n0nce';
const panels: readonly PanelKind[] = ['run', 'overview', 'spectrum', 'gradients', 'checkpoint', 'forecast', 'density'];
/** The policy under which the editor shows panels. */
const policy = `default-src 'none'; style-src ${origin}; font-src ${origin}; script-src 'nonce-${nonce}'; img-src ${origin} data: blob:`;

export interface PanelBundles {
  /** The panels' files by name, as the build makes them. */
  readonly files: ReadonlyMap<string, string>;
  /** The scripted editor, run in the page before the panel. */
  readonly fakeHost: string;
}

export async function buildPanels(): Promise<PanelBundles> {
  const common = { bundle: true, write: false, platform: 'browser', format: 'iife', target: 'es2022', logLevel: 'warning', absWorkingDir: root } as const;
  const [built, host] = await Promise.all([
    build({ ...common, minify: true, outdir: 'out', entryPoints: Object.fromEntries(panels.map((kind) => [kind, `webview/${kind}/index.ts`])) }),
    build({ ...common, outdir: 'out', entryPoints: ['test/webview/harness/fakeHost.ts'], loader: { '.csv': 'text' } }),
  ]);
  return { files: new Map(built.outputFiles.map((file) => [path.basename(file.path), file.text])), fakeHost: host.outputFiles[0].text };
}

export interface PanelSize {
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per pixel. */
  readonly scale?: number;
}

export interface OpenPanel {
  readonly page: Page;
  /** Everything that went wrong so far: errors of the page, of its console, and refusals by the policy. */
  problems(): Promise<readonly string[]>;
}

/** Shows a panel in a page of its own, under the editor's policy, with a scripted editor behind it. */
export async function openPanel(browser: Browser, bundles: PanelBundles, scenario: Scenario, { width = 1400, height = 900, scale = 1 }: PanelSize = {}): Promise<OpenPanel> {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  await page.addInitScript(`window.scenario = ${JSON.stringify(scenario)};\n${bundles.fakeHost}`);
  await page.route(`${origin}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', headers: { 'Content-Security-Policy': policy }, body: pageOf(scenario.kind) });
    const body = bundles.files.get(name);
    return body === undefined ? route.fulfill({ status: 404, body: '' }) : route.fulfill({ contentType: name.endsWith('.css') ? 'text/css' : 'text/javascript', body });
  });
  await page.goto(`${origin}/`);
  return { page, problems: async () => [...errors, ...await page.evaluate(() => window.fakeHost.violations)] };
}

function pageOf(kind: Scenario['kind']): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="${origin}/${kind}.css"></head>
    <body data-panel="${kind}"><script nonce="${nonce}" src="${origin}/${kind}.js"></script></body></html>`;
}
