import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, defineConfig, type Plugin } from 'vite'

const answering = { '_app/answer.js': 'src/capabilities/checkins/ui/answer-entry.ts' }
const others = {
  '_app/offline.js': 'src/routes/offline/offline-entry.ts',
  '_app/plain.js': 'src/routes/plain-entry.ts',
}
/** Scripts of pages that do without the router: the first question comes with less, and nothing asks by itself. */
const ownScripts = { ...answering, ...others }

type Made = {
  type: string
  imports?: string[]
  dynamicImports?: string[]
  viteMetadata?: { importedCss: Set<string> }
}
type Bundle = Readonly<Record<string, Made>>

/** These and every file that they need. */
const reach = (from: readonly string[], bundle: Bundle): Set<string> => {
  const found = new Set<string>()
  const wanted = [...from]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const made = bundle[name]
    if (!made || found.has(name)) continue
    found.add(name)
    wanted.push(...(made.imports ?? []), ...(made.dynamicImports ?? []))
    wanted.push(...(made.viteMetadata?.importedCss ?? []))
  }
  return found
}

/**
 * The answering page's script, apart from the site's other scripts: what these share comes in thirty small files, and on a
 * slow network each six of them cost a round trip.
 */
const buildAnswering = async () => {
  const files = '_app/immutable/answering/[name].[hash]'
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [svelte({ configFile: false })],
    build: {
      write: false,
      // Its styles are not among these files: a chunk that waited for its own would wait for ever.
      cssCodeSplit: false,
      rolldownOptions: {
        input: Object.values(answering),
        output: {
          entryFileNames: Object.keys(answering)[0] ?? '',
          chunkFileNames: `${files}.js`,
          assetFileNames: `${files}[extname]`,
        },
      },
    },
  })
  if (!('output' in built)) throw new Error('The answering page was not built in one piece.')
  // Its styles are the page's own, which names them in its head.
  return built.output.filter((made) => made.type === 'chunk')
}

const pagesWithoutRouter = (): Plugin => ({
  name: 'kith-pages-without-router',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  buildStart() {
    for (const [fileName, id] of Object.entries(others)) this.emitFile({ type: 'chunk', id, fileName })
  },
  /** Says which files these scripts need, for the worker that keeps copies of them. */
  async generateBundle(_, bundle) {
    const apart = await buildAnswering()
    for (const { fileName, code } of apart) this.emitFile({ type: 'asset', fileName, source: code })
    const own: Bundle = Object.fromEntries(apart.map((made) => [made.fileName, made]))
    const kept = [...reach(Object.keys(answering), own), ...reach(Object.keys(others), bundle as Bundle)]
    const source = JSON.stringify(kept.map((name) => `/${name}`))
    this.emitFile({ type: 'asset', fileName: '_app/kept.json', source })
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

/** Names this build: the worker keeps its copies under it, apart from those of the build before. */
const buildName = Date.now().toString(36)

export default defineConfig({
  // The worker is given no version by the framework.
  define: { __KITH_BUILD__: JSON.stringify(buildName) },
  plugins: [
    pagesWithoutRouter(),
    pagesWithoutRouterInDevelopment(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      version: { name: buildName },
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
