// @ts-check
/** Writes `contributes` of package.json and package.nls.json from src/model/contributions.ts and settings.ts. */
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { outputFiles } = await build({ entryPoints: ['src/model/manifest.ts'], bundle: true, format: 'esm', write: false });
const { manifest } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
const { contributes, texts } = manifest();

const description = JSON.parse(await readFile('package.json', 'utf8'));
await write('package.json', { ...description, contributes });
await write('package.nls.json', texts);

/**
 * @param {string} file
 * @param {unknown} value
 */
async function write(file, value) {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
