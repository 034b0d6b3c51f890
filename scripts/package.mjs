// @ts-check
/** npm run package: builds for production and writes the .vsix. */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, run } from './run.mjs';

export const maximumBytes = 1_000_000;

/**
 * Writes the package and returns its path and the files in it.
 * @param {string} [target] where the .vsix goes; beside the manifest when absent
 */
export async function packageExtension(target) {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const file = target ?? `${name}-${version}.vsix`;
  run(process.execPath, ['esbuild.mjs', '--production']);
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({ cwd: root, packagePath: file, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
  const bytes = statSync(file).size;
  if (bytes > maximumBytes) throw new Error(`${file} has ${bytes} bytes, more than the ${maximumBytes} allowed: see what .vscodeignore lets in.`);
  return { file, bytes, files: await packagedFiles() };
}

/** The files that .vscodeignore lets into the package. */
export async function packagedFiles() {
  const { listFiles, PackageManager } = await import('@vscode/vsce');
  return listFiles({ cwd: root, packageManager: PackageManager.None });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, bytes, files } = await packageExtension();
  console.log(files.join('\n'));
  console.log(`\n${file}: ${Math.ceil(bytes / 1000)} kB in ${files.length} files`);
}
