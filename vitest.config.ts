import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

/** These need nginx and Caddy on the machine. */
const proxies = process.env.KITH_TEST_PROXIES ? [] : ['tests/proxies/**']

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'packages/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...proxies],
    globalSetup: ['tests/setup/global.ts'],
    // Most tests wait for a browser, a database or a process that starts: two at once keep two cores at work.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
