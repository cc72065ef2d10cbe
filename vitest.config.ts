/** Every fast test of every room, in one run. Long runs are jobs of their own: simulation, replay and benchmark. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['engine/**/*.test.ts', 'api/**/*.test.ts', 'bench/**/*.test.ts', 'tests/**/*.test.ts'],
    // A test that imports no clock can still be slow on a busy machine; none of these waits for anything.
    testTimeout: 60_000,
  },
});
