import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { type Component, createRawSnippet, type Snippet } from 'svelte'
import { render } from 'svelte/server'
import { createServer } from 'vite'

export type Drawn = { head: string; body: string }

/**
 * Renders components on the server as a visitor without scripts gets them, and gathers what the compiler complained
 * about. For tests: the compiler and its cache are their own, and gone after `close`.
 */
export async function openDrawingRoom(): Promise<{
  draw: (name: string, props?: Record<string, unknown>) => Promise<Drawn>
  warnings: string[]
  close: () => Promise<void>
}> {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const cacheDir = mkdtempSync(join(tmpdir(), 'kith-ui-'))
  const warnings: string[] = []
  const compiler = await createServer({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    cacheDir,
    appType: 'custom',
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    ssr: { optimizeDeps: { noDiscovery: true } },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    plugins: [
      svelte({
        configFile: false,
        prebundleSvelteLibraries: false,
        compilerOptions: { dev: false },
        onwarn: ({ code, message, filename }) => void warnings.push(`${filename} ${code} ${message}`),
      }),
    ],
  })
  return {
    warnings,
    async draw(name, props = {}) {
      const module = await compiler.ssrLoadModule(`${here}${name}.svelte`)
      const { head, body } = render(module.default as Component<Record<string, unknown>>, { props })
      // Hydration marks are no part of what anybody reads.
      return { head, body: body.replace(/<!--.*?-->/g, '').replace(/\s+/g, ' ') }
    },
    async close() {
      await compiler.close()
      rmSync(cacheDir, { recursive: true, force: true })
    },
  }
}

/** Words to put where a component takes a snippet: exactly one element. */
export function html(words: string): Snippet {
  return createRawSnippet(() => ({ render: () => words }))
}
