import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareFolder, compareSite } from '#platform/served-files/compare.server.ts'
import { integrityOf, listFiles } from '#platform/served-files/list-files.server.ts'
import { readList } from '#platform/served-files/read-list.server.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'
import { times } from '../rehearsal/wave.ts'

// Somebody between the build and the browser alters what is served: on the disk, or on the way.

const root = join(import.meta.dirname, '../..')
const built = join(root, 'build')
const list = readList(join(built, 'client/integrity.json'))
const folder = mkdtempSync(join(tmpdir(), 'kith-altered-'))
let running: RunningSite

beforeAll(async () => {
  running = await runSite({ now: times.before })
})
afterAll(async () => {
  await running?.end()
  rmSync(folder, { recursive: true, force: true })
})

const copied = (): string => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(built, 'client'), folder, { recursive: true })
  return folder
}
const command = (...words: string[]) => {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin/kith'), 'integrity', ...words], {
    encoding: 'utf8',
  })
  return { status, stdout }
}

test('every file that browsers are served is in the list, and every hash in a script is in it too', () => {
  expect(listFiles(join(built, 'client'))).toEqual(list.files)
  const known = new Set<string>(Object.values(list.files))
  const scripts = Object.keys(list.files).filter((path) => path.endsWith('.js'))
  const inScripts = scripts.flatMap((path) =>
    [...readFileSync(join(built, 'client', path), 'utf8').matchAll(/sha384-[\w+/]{64}/g)].map(
      ([hash]) => hash,
    ),
  )
  expect(inScripts.length).toBeGreaterThan(100)
  expect(inScripts.filter((hash) => !known.has(hash))).toEqual([])
})

test('the page of an error names the hash of the styles that it has', () => {
  const page = readFileSync(join(root, 'src/error.html'), 'utf8')
  expect(page).toContain(`integrity="${integrityOf(readFileSync(join(root, 'static/error.css')))}"`)
})

test('one byte in any file is found on the disk, and so is a file too many or too few', () => {
  for (const path of Object.keys(list.files)) {
    const file = join(built, 'client', path)
    const bytes = readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    expect(integrityOf(bytes) === list.files[path], path).toBe(false)
  }
  const altered = copied()
  appendFileSync(join(altered, '_app/answer.js'), ' ')
  rmSync(join(altered, 'favicon.svg'))
  writeFileSync(join(altered, 'one-more.js'), '')
  expect(compareFolder({ list, folder: altered })).toEqual(
    expect.arrayContaining([
      { path: '/_app/answer.js', what: 'altered' },
      { path: '/favicon.svg', what: 'missing' },
      { path: '/one-more.js', what: 'extra' },
    ]),
  )
})

test('a packed copy that unpacks to something else is found: browsers get that one', () => {
  const altered = copied()
  writeFileSync(join(altered, '_app/answer.js.br'), readFileSync(join(altered, '_app/plain.js.br')))
  expect(compareFolder({ list, folder: altered })).toEqual([{ path: '/_app/answer.js.br', what: 'extra' }])
})

test('the command says so by its words and by how it ends', () => {
  expect(command(built)).toEqual({ status: 0, stdout: expect.stringContaining('are the same') })
  const altered = copied()
  appendFileSync(join(altered, 'service-worker.js'), '\n')
  expect(command(altered)).toEqual({
    status: 1,
    stdout: expect.stringMatching(/^altered +\/service-worker\.js$/m),
  })
  expect(command('http://127.0.0.1:9').status).toBe(2)
})

test('a site that serves this build is known as such by somebody who only has its address', async () => {
  expect(await compareSite({ list, address: running.url })).toEqual([])
})

type Answer = { path: string; packing: string; html: string }
/** The same site behind a machine that changes what passes. */
const behind = async (change: (answer: Answer) => string | undefined) => {
  const server = createServer((asked, response) => {
    const { host: _, ...headers } = asked.headers
    const own = { ...headers, host: new URL(running.url).host, 'accept-encoding': 'identity' }
    request(new URL(asked.url ?? '/', running.url), { headers: own }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => void parts.push(part))
      answer.on('end', () => {
        const packing = String(asked.headers['accept-encoding'])
        const path = asked.url ?? '/'
        const body = Buffer.concat(parts)
        const changed = change({ path, packing, html: body.toString('latin1') })
        const { 'content-length': __, ...kept } = answer.headers
        response.writeHead(answer.statusCode ?? 500, kept)
        response.end(changed === undefined ? body : Buffer.from(changed, 'latin1'))
      })
    }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const found = await compareSite({ list, address })
  server.closeAllConnections()
  server.close()
  return found
}

test('what passes unaltered is known as such', async () => {
  expect(await behind(() => undefined)).toEqual([])
})

test('what is altered on the way is found: a file in one packing only, a script more, a page’s own, the list', async () => {
  const withScript = (script: string) => (html: string) => html.replace('</head>', `${script}</head>`)
  const attacks: Record<string, (html: string, packing: string) => string | undefined> = {
    '/_app/plain.js': (text, packing) => (packing === 'gzip' ? `${text} ` : undefined),
    '/answer': withScript('<script>spy()</script>'),
    '/offline': withScript('<script src="/_app/spy.js"></script>'),
    '/support': withScript('<script src="//elsewhere.test/_app/plain.js"></script>'),
    '/integrity.json': (text) => text.replace(/"sha384-[\w+/]{4}/, '"sha384-AAAA'),
  }
  expect(await behind(({ path, packing, html }) => attacks[path]?.(html, packing))).toEqual([
    { path: '/_app/plain.js', what: 'altered' },
    { path: '/answer', what: 'own-script' },
    { path: '/_app/spy.js', what: 'extra' },
    { path: '//elsewhere.test/_app/plain.js', what: 'extra' },
    { path: '/integrity.json', what: 'altered' },
  ])
})

test('a page that would let a browser run other scripts than the site’s files is found', async () => {
  const ask: typeof fetch = async (...asked) => {
    const response = await fetch(...asked)
    if (!response.headers.has('content-security-policy')) return response
    const loosened = new Response(response.body, response)
    loosened.headers.set('content-security-policy', "script-src 'self' 'unsafe-inline'")
    return loosened
  }
  const found = await compareSite({ list, address: running.url, ask })
  expect(found).toEqual(['/', '/answer', '/offline', '/support'].map((path) => ({ path, what: 'open' })))
})
