import { defineConfig } from 'vitest/config';

/** Panels in a real browser: one at a time, for they share it. */
export default defineConfig({ test: { include: ['test/webview/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 300_000, fileParallelism: false } });
