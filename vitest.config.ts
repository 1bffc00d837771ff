import { configDefaults, defineConfig } from 'vitest/config'

/** These need nginx and Caddy on the machine. */
const proxies = process.env.KITH_TEST_PROXIES ? [] : ['tests/proxies/**']

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'packages/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...proxies],
    globalSetup: ['tests/setup/global.ts'],
    // Two sites, two browsers and one PostgreSQL are what a small machine carries.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
})
