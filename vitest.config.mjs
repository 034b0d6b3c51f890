import { defineConfig } from 'vitest/config';
import { wasmForVitest } from './scripts/wasm.mjs';

export default defineConfig({ plugins: [wasmForVitest()], test: { include: ['test/unit/**/*.test.ts'], testTimeout: 30_000 } });
