import js from '@eslint/js';
import typescript from 'typescript-eslint';

/** Floors of the house: what a room must not import. See ARCHITECTURE.md. */
const rooms = {
  model: ['numerics', 'formats', 'analyzers', 'engine', 'commandLine', 'editor', 'webview', 'extension', 'cli'],
  numerics: ['formats', 'analyzers', 'engine', 'commandLine', 'editor', 'webview', 'extension', 'cli'],
  formats: ['analyzers', 'engine', 'commandLine', 'editor', 'webview', 'extension', 'cli'],
  analyzers: ['formats', 'engine', 'commandLine', 'editor', 'webview', 'extension', 'cli'],
  engine: ['commandLine', 'editor', 'webview', 'extension', 'cli'],
  commandLine: ['numerics', 'formats', 'editor', 'webview', 'extension', 'cli'],
  editor: ['numerics', 'formats', 'analyzers', 'commandLine', 'webview', 'extension', 'cli'],
};
const node = ['fs', 'fs/promises', 'path', 'os', 'worker_threads', 'child_process', 'url', 'crypto', 'zlib', 'perf_hooks'];
const nodeModules = node.flatMap((name) => [name, `node:${name}`]);

const floor = (room, above) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': ['error', {
      paths: [
        ...(room === 'editor' ? [] : [{ name: 'vscode', message: 'Only src/editor knows the editor.' }]),
        ...(room === 'engine' || room === 'editor' ? [] : nodeModules.map((name) => ({ name, message: 'Node stands only in src/engine and the front doors.' }))),
        { name: '@vscode/webview-ui-toolkit', message: 'Imported only by webview/components.' },
      ],
      patterns: above.map((name) => ({ regex: `^(\\.\\./)+${name}(/|$)`, message: `src/${room} stands below ${name}: nothing imports upward.` })),
    }],
  },
});

export default typescript.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', '.cache/', 'samples/', 'test/fixtures/', '**/assembly/'] },
  js.configs.recommended,
  ...typescript.configs.strict,
  {
    rules: {
      'complexity': ['error', 15],
      'max-depth': ['error', 4],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Files are named after the one thing they export by name.' }],
      'no-control-regex': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-self-compare': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  ...Object.entries(rooms).map(([room, above]) => floor(room, above)),
  {
    files: ['webview/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', {
        paths: [{ name: 'vscode', message: 'Only src/editor knows the editor.' }, ...nodeModules],
        patterns: [
          { regex: '^(\\.\\./)+src/(?!model/|engine/protocol$)', message: 'Panels import only src/model and the protocol.' },
          { group: ['@vscode/webview-ui-toolkit'], message: 'Imported only by webview/components.' },
        ],
      }],
    },
  },
  { files: ['webview/components/toolkit.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['test/**', 'scripts/**', 'bench/**', '*.mjs'], rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', setImmediate: 'readonly', URL: 'readonly', fetch: 'readonly', WebAssembly: 'readonly', require: 'readonly', module: 'readonly', performance: 'readonly', structuredClone: 'readonly', __dirname: 'readonly', document: 'readonly', window: 'readonly' } }, rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
