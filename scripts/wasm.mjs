// @ts-check
/**
 * Compiles AssemblyScript to WebAssembly: importing `x.wasm` gives the bytes of `x.ts` beside it, compiled with SIMD;
 * `x.relaxed.wasm` the same with relaxed SIMD. One plugin for esbuild, one for Vitest.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd',
  '--disableWarning', '112']; // 112: vectors in signatures, which are inlined and never leave the module

/** @returns {import('esbuild').Plugin} */
export function wasmForEsbuild() {
  return {
    name: 'wasm',
    setup(build) {
      build.onResolve({ filter: /\.wasm$/ }, ({ path: name, resolveDir }) => ({ path: path.resolve(resolveDir, name), namespace: 'wasm' }));
      build.onLoad({ filter: /.*/, namespace: 'wasm' }, async ({ path: file }) => ({
        contents: await compiled(file),
        loader: 'binary',
        watchFiles: sources(path.dirname(file)),
      }));
    },
  };
}

/** @returns {import('vite').Plugin} */
export function wasmForVitest() {
  return {
    name: 'wasm',
    enforce: 'pre',
    resolveId: (name, importer) => importer && name.endsWith('.wasm') ? `\0${path.resolve(path.dirname(importer), name)}.js` : undefined,
    async load(id) {
      if (!id.startsWith('\0') || !id.endsWith('.wasm.js')) return undefined;
      const bytes = await compiled(id.slice(1, -'.js'.length));
      return `export default new Uint8Array(Buffer.from('${Buffer.from(bytes).toString('base64')}', 'base64'));`;
    },
  };
}

/**
 * The module for a name ending in .wasm, from .cache where sources, compiler and options are the same as then.
 * @param {string} file
 */
async function compiled(file) {
  const relaxed = file.endsWith('.relaxed.wasm');
  const entry = file.replace(/(\.relaxed)?\.wasm$/, '.ts');
  const args = [...options, ...(relaxed ? ['--enable', 'relaxed-simd'] : [])];
  const cached = path.join(root, '.cache', `kernels-${fingerprint(entry, args)}.wasm`);
  try {
    return readFileSync(cached);
  } catch {
    const bytes = await compile(entry, args);
    mkdirSync(path.dirname(cached), { recursive: true });
    writeFileSync(`${cached}.${process.pid}`, bytes); // whole or not there, for tests run side by side
    renameSync(`${cached}.${process.pid}`, cached);
    return bytes;
  }
}

/**
 * @param {string} entry
 * @param {readonly string[]} args
 * @returns {Promise<Uint8Array>}
 */
async function compile(entry, args) {
  const asc = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error, stderr } = await asc.main([path.relative(root, entry), ...args, '--baseDir', root, '--outFile', 'kernels.wasm'], {
    writeFile: (_name, contents) => { bytes = typeof contents === 'string' ? Buffer.from(contents) : contents; },
  });
  if (error || !bytes) throw new Error(`${entry} does not compile.\n${stderr.toString()}`, { cause: error });
  return bytes;
}

/**
 * @param {string} entry
 * @param {readonly string[]} args
 */
function fingerprint(entry, args) {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([path.basename(entry), args]));
  hash.update(readFileSync(path.join(root, 'node_modules/assemblyscript/package.json')));
  for (const file of sources(path.dirname(entry))) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} folder */
function sources(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.ts')).sort().map((name) => path.join(folder, name));
}
