import { defineConfig } from 'vitest/config'

const FAST_IMPORTS = new URL('./apps/server/src/fast-imports.ts', import.meta.url).href

/** Chromium and whole servers share the machine with the tests. */
const BROWSER_TEST_TIMEOUT_MS = 60_000

export default defineConfig({
  test: {
    globalSetup: './apps/server/src/testing/global-setup.ts',
    pool: 'forks', // tests send signals and end processes
    execArgv: ['--import', FAST_IMPORTS],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'apps/*/src/**/*.test.{ts,tsx}',
            'bench/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts', 'apps/*/e2e/**/*.test.ts'],
          testTimeout: BROWSER_TEST_TIMEOUT_MS,
          hookTimeout: BROWSER_TEST_TIMEOUT_MS,
          fileParallelism: false,
        },
      },
    ],
  },
})
