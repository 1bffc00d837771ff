import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { build, defineConfig, type Plugin } from 'vite'
import {
  type Bundle,
  laterLoadsSecured,
  publishingIntegrity,
  reach,
  secureLaterLoads,
} from './bin/build-integrity.ts'
import { buildWitnessPage } from './bin/build-witness-page.ts'
import { hashOfSources } from './bin/prepare-hash.js'

const answering = { '_app/answer.js': 'src/capabilities/checkins/ui/answer-entry.ts' }
const others = {
  '_app/offline.js': 'src/routes/offline/offline-entry.ts',
  '_app/plain.js': 'src/routes/plain-entry.ts',
}
/** Scripts of pages that do without the router: the first question comes with less, and nothing asks by itself. */
const ownScripts = { ...answering, ...others }

/** What each script that a page names by itself always loads with it; known once the build has written its files. */
const needs: Record<string, string[]> = {}

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
  const made = built.output.flatMap((one) =>
    one.type === 'chunk'
      ? [
          {
            type: one.type,
            fileName: one.fileName,
            code: one.code,
            imports: one.imports,
            dynamicImports: one.dynamicImports,
          },
        ]
      : [],
  )
  secureLaterLoads(Object.fromEntries(made.map((one) => [one.fileName, one])), Object.keys(answering))
  return made
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
    for (const [names, among] of [
      [Object.keys(answering), own],
      [Object.keys(others), bundle as Bundle],
    ] as const)
      for (const name of names)
        needs[`/${name}`] = [...reach([name], among, false)]
          .filter((one) => one !== name && one.endsWith('.js'))
          .map((one) => `/${one}`)
    const kept = [...reach(Object.keys(answering), own), ...reach(Object.keys(others), bundle as Bundle)]
    const source = JSON.stringify(kept.map((name) => `/${name}`))
    this.emitFile({ type: 'asset', fileName: '_app/kept.json', source })
    this.emitFile({ type: 'asset', fileName: 'witness.html', source: await buildWitnessPage() })
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

/**
 * Names this build by its sources: the worker keeps its copies under it, apart from those of the build before. A time
 * would make every build another one, and nobody could compare two.
 */
const buildName = hashOfSources({ forThisMachine: false }).slice(0, 12)

export default defineConfig({
  // The worker is given no version by the framework.
  define: { __KITH_BUILD__: JSON.stringify(buildName) },
  plugins: [
    pagesWithoutRouter(),
    pagesWithoutRouterInDevelopment(),
    laterLoadsSecured(() => Object.keys(others)),
    sveltekit({
      adapter: publishingIntegrity(adapter({ out: 'build' }), { build: buildName, needs: () => needs }),
      version: { name: buildName },
      // Pages without the router register it too, and the answering page must not.
      serviceWorker: { register: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'object-src': ['none'],
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
