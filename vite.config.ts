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
  /** Says which files these scripts need: the worker keeps copies of all, and answering begins with `first`. */
  generateBundle(_, bundle) {
    const reach = (from: readonly string[], isWhole: boolean, found = new Set<string>()) => {
      for (const name of from) {
        const made = bundle[name]
        if (!made || found.has(name)) continue
        found.add(name)
        if (made.type !== 'chunk') continue
        reach(made.imports, isWhole, found)
        if (isWhole) reach([...made.dynamicImports, ...(made.viteMetadata?.importedCss ?? [])], true, found)
      }
      return found
    }
    const addresses = (names: Set<string>) => [...names].map((name) => `/${name}`)
    const first = addresses(reach(['_app/answer.js'], false))
    const all = addresses(reach(Object.keys(ownScripts), true))
    this.emitFile({ type: 'asset', fileName: '_app/kept.json', source: JSON.stringify({ first, all }) })
  },
})

/** The same scripts while developing, from their sources. */
const pagesWithoutRouterInDevelopment = (): Plugin => ({
  name: 'kith-pages-without-router-in-development',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      const source = Object.entries(ownScripts).find(([name]) => request.url === `/${name}`)?.[1]
      if (!source) return next()
      response.setHeader('content-type', 'text/javascript').end(`import '/${source}'`)
    })
  },
})

export default defineConfig({
  plugins: [
    pagesWithoutRouter(),
    pagesWithoutRouterInDevelopment(),
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
