// @ts-check
/**
 * npm run pictures [-- FOLDER]: opens the samples in VS Code and takes the pictures of the README, into docs/pictures
 * or another folder. With --all, every panel in every theme and narrow as well, for looking at them.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from '../test/harness/workbench.mjs';
import { installAndBuild } from './dependencies.mjs';
import { root } from './run.mjs';
import { copySamples } from './samples.mjs';

const options = process.argv.slice(2);
const folder = path.resolve(root, options.find((option) => !option.startsWith('--')) ?? 'docs/pictures');
const stopRun = 'runs/imdb-lstm-b/metrics.csv';
const spectralRun = 'runs/post-ln-collapse';
const gradientRun = 'runs/finetune-measure';
const checkpoint = 'checkpoints/gpt-by-hand/ckpt.pt';
const configuration = 'runs/imdb-lstm-b/training_args.yaml';

installAndBuild();
mkdirSync(folder, { recursive: true });
const workspace = await copySamples();
const workbench = await openWorkbench({ folder: workspace, extensionPath: root, width: 1440, height: 900, theme: 'dark', settings: { 'workbench.startupEditor': 'none', 'git.openRepositoryInParentFolders': 'never', 'workbench.secondarySideBar.defaultVisibility': 'hidden' } });
const { page, execute, setTheme, resize, screenshot, webview, dispose } = workbench;
try {
  await execute('plateau.runs.focus');
  await page.getByText('llama-25M-wsd').first().waitFor({ timeout: 60_000 });
  await settled();
  await execute('plateau.openRun', path.join(workspace, stopRun));
  await webview('canvas');
  await settled();
  await take('run');
  await execute('plateau.openOverview');
  await webview('[role="grid"]');
  await settled();
  await take('overview');
  await takeSpectra('');
  await takeGradients('');
  await takeForecast('');
  await takeDensity('');
  await openFile(configuration);
  await settled();
  await take('config');
  if (options.includes('--all')) await takeAll();
  for (const violation of workbench.violations) console.error(`Refused by a panel's policy: ${violation.text}`);
} finally {
  await dispose();
}

async function takeAll() {
  const runs = ['runs/imdb-lstm-b/metrics.csv', 'runs/llama-25M-constant/train_log.csv', 'runs/llama-25M-wsd/train_log.csv', 'runs/agnews-lora-0', 'runs/gpt2-124M-muon/train.log'];
  for (const theme of /** @type {const} */ (['light', 'contrast', 'dark'])) {
    await setTheme(theme);
    for (const run of theme === 'dark' ? runs : runs.slice(0, 1)) {
      await execute('plateau.openRun', path.join(workspace, run));
      await settled();
      await take(`${theme}-${run.split('/')[1]}`);
    }
    await execute('plateau.openOverview');
    await settled();
    await take(`${theme}-overview`);
    await takeSpectra(`${theme}-`);
    await takeGradients(`${theme}-`);
    await takeForecast(`${theme}-`);
    await takeDensity(`${theme}-`);
  }
  await resize(700, 900);
  await execute('plateau.openRun', path.join(workspace, stopRun));
  await settled();
  await take('narrow-run');
  await execute('plateau.openOverview');
  await settled();
  await take('narrow-overview');
  await takeSpectra('narrow-');
  await takeGradients('narrow-');
  await takeDensity('narrow-');
  await takeForecast('narrow-');
}

/** @param {string} prefix of the names of the pictures */
async function takeSpectra(prefix) {
  await execute('plateau.openSpectrum', path.join(workspace, spectralRun));
  await webview('canvas');
  await execute('notifications.clearAll');
  await settled();
  await take(`${prefix}spectrum`);
  await execute('plateau.openCheckpoint', path.join(workspace, checkpoint));
  const frame = await webview('vscode-button');
  const button = frame.getByText('Work out the spectra', { exact: true });
  if (await button.isVisible()) await button.click();
  await settled();
  await take(`${prefix}checkpoint`);
}

/** @param {string} prefix of the names of the pictures */
async function takeGradients(prefix) {
  await execute('plateau.openGradients', path.join(workspace, gradientRun));
  await webview('.gradients canvas');
  await settled();
  await take(`${prefix}gradients`);
}

/** @param {string} prefix of the names of the pictures */
async function takeForecast(prefix) {
  await execute('plateau.openForecast', path.join(workspace, 'tables/wmt19-fine-tuning.csv'));
  await webview('.forecast canvas');
  await execute('notifications.clearAll');
  await settled();
  await take(`${prefix}forecast`);
}

/** @param {string} prefix of the names of the pictures */
async function takeDensity(prefix) {
  await execute('plateau.openDensity');
  const frame = await webview('.density .law canvas[aria-label]');
  await frame.locator('.benchmarks .table-row', { hasText: 'MMLU-PRO' }).click();
  await frame.locator('.trend canvas[aria-label*="MMLU-PRO"]').waitFor();
  await execute('notifications.clearAll');
  await settled();
  await take(`${prefix}density`);
  await frame.locator('.law').scrollIntoViewIfNeeded();
  await settled();
  await take(`${prefix}scaling`);
}

/** @param {string} name */
async function take(name) {
  await screenshot(path.join(folder, `${name}.png`));
  console.log(path.join(folder, `${name}.png`));
}

/** @param {string} file */
async function openFile(file) {
  await page.keyboard.press('Control+P');
  await page.keyboard.type(file);
  await page.waitForTimeout(1500);
  await page.keyboard.press('Enter');
}

/** Panels paint at most twice a second. */
function settled() {
  return page.waitForTimeout(2500);
}
