import { defineConfig } from 'vitest/config';
import { wasmForVitest } from '../../scripts/wasm.mjs';

/** Panels in a real browser: one at a time, for they share it. */
export default defineConfig({ plugins: [wasmForVitest()], test: { include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 300_000, fileParallelism: false } });
