import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig, type Plugin } from 'vite'

/** Scripts of pages that do without the router: the first question comes with less, and nothing asks by itself. */
const ownScripts = {
  '_app/answer.js': 'src/capabilities/checkins/ui/answer-entry.ts',
  '_app/offline.js': 'src/routes/offline/offline-entry.ts',
  '_app/plain.js': 'src/routes/plain-entry.ts',
}

const pagesWithoutRouter = (): Plugin => ({
  name: 'kith-pages-without-router',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  buildStart() {
    for (const [fileName, id] of Object.entries(ownScripts)) this.emitFile({ type: 'chunk', id, fileName })
  },
  /** Says which files these scripts need, for the worker that keeps copies of them. */
  generateBundle(_, bundle) {
    const kept = new Set<string>()
    const keep = (name: string) => {
      const made = bundle[name]
      if (!made || kept.has(name)) return
      kept.add(name)
      if (made.type !== 'chunk') return
      for (const other of [...made.imports, ...made.dynamicImports]) keep(other)
      for (const style of made.viteMetadata?.importedCss ?? []) keep(style)
    }
    Object.keys(ownScripts).forEach(keep)
    const source = JSON.stringify([...kept].map((name) => `/${name}`))
    this.emitFile({ type: 'asset', fileName: '_app/kept.json', source })
  },
})

export default defineConfig({
  plugins: [
    pagesWithoutRouter(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      // Pages without the router register it too, and the answering page must not.
      serviceWorker: { register: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // SvelteKit's hidden announcer for screen readers carries one style attribute: that one, and no other.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'worker-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          'require-trusted-types-for': ['script'],
          'trusted-types': ['svelte-trusted-html', 'sveltekit-trusted-url', 'kith-worker'],
        },
      },
    }),
  ],
})
