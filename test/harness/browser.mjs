// @ts-check
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cached } from './cache.mjs';
import { unpackPackage } from './npm.mjs';

const packagedChromium = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};
const packagedFonts = {
  name: 'dejavu-fonts-ttf',
  version: '2.37.3',
  integrity: 'sha512-f1hd7jJbeQa1VWcw+K2KrTXS50zTMaHpVC4XIKJpNcDeYR5ajMtj/iLlQDYNvLOKamUB3ARVVCf79lNwNVztSQ==',
};

/** The same few fonts on every machine: text is drawn where none is installed, and pictures agree. */
const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">dejavu/ttf</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  ${preferred('sans-serif', 'Open Sans')}
  ${preferred('system-ui', 'Open Sans')}
  ${preferred('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`;

/**
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {Record<string, string>} env what its process needs beside the present environment
 */

/**
 * Starts a headless Chromium with Playwright.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  const { executablePath, env } = await findBrowser();
  const inherited = /** @type {Record<string, string>} */ (process.env);
  return chromium.launch({
    executablePath,
    env: { ...inherited, ...env },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--font-render-hinting=none',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * The browser named by CHROMIUM, else an installed one, else the one in an npm package.
 * PLATEAU_BROWSER=npm skips the installed ones.
 * @returns {Promise<Browser>}
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Error(`CHROMIUM names ${named}, which does not exist: correct or unset it.`);
  if (named) return { executablePath: named, env: {} };
  const installed = process.env.PLATEAU_BROWSER === 'npm' ? undefined : installedBrowser();
  return installed ? { executablePath: installed, env: {} } : npmBrowser();
}

function installedBrowser() {
  return candidates().find((file) => existsSync(file) && answers(file));
}

/** @returns {readonly string[]} */
function candidates() {
  if (process.platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)']].filter((root) => root !== undefined);
    const files = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return roots.flatMap((root) => files.map((file) => path.join(root, file)));
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
}

/**
 * Some distributions install a script that only asks for the real browser to be installed.
 * @param {string} file
 */
function answers(file) {
  if (process.platform === 'win32') return true;
  try {
    return /\d+\.\d+/.test(execFileSync(file, ['--version'], { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 }));
  } catch {
    return false;
  }
}

async function npmBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found: install Chromium or Chrome, or set CHROMIUM to the path of one.');
  }
  const folder = await cached(`chromium-${packagedChromium.version}`, unpackChromium);
  const env = { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  return { executablePath: path.join(folder, 'chromium'), env };
}

/** @param {string} folder */
async function unpackChromium(folder) {
  await unpackPackage(packagedChromium, folder);
  const packed = path.join(folder, 'bin');
  await inflate(path.join(packed, 'chromium.br'), path.join(folder, 'chromium'));
  for (const name of ['al2023', 'fonts']) { // nspr, nss and expat; Open Sans
    const archive = path.join(folder, `${name}.tar`);
    await inflate(path.join(packed, `${name}.tar.br`), archive);
    execFileSync('tar', ['-xf', archive, '-C', folder]);
    await rm(archive);
  }
  await rm(packed, { recursive: true });
  await mkdir(path.join(folder, 'dejavu'));
  await unpackPackage(packagedFonts, path.join(folder, 'dejavu'), ['ttf', 'LICENSE']);
  await writeFile(path.join(folder, 'fonts.conf'), fontConfiguration);
}

/**
 * @param {string} from
 * @param {string} to
 */
async function inflate(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}

/**
 * @param {string} family
 * @param {string} font
 */
function preferred(family, font) {
  const fonts = [font, 'DejaVu Sans'].map((name) => `<family>${name}</family>`).join('');
  return `<alias binding="strong"><family>${family}</family><prefer>${fonts}</prefer></alias>`;
}
