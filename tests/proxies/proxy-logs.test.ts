import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findWord, freshWord, readFiles } from '../promises/evidence/canaries.ts'
import { makeAuthority } from '../rehearsal/authority.ts'
import { eventually, freePort } from '../rehearsal/running-site.ts'

// The settings that docs/operate.md gives for nginx and Caddy, run as they stand there but for ports and folders. Not
// part of `npm test`: `KITH_TEST_PROXIES=1 npm test -- tests/proxies` runs it where both are installed, as `.ci/run` does.
// Seen to fail: without the map and `if=$kith_logged`, without `error_log /dev/null`, without `skip_log`, without `exclude`.

const host = 'kith.example.org'
const manual = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8')
const settingsFor = (kind: string, holding: string): string => {
  const blocks = [...manual.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text ?? '',
  )
  const found = blocks.find((text) => text.includes(holding))
  if (!found) throw new Error(`docs/operate.md has no settings for ${kind}.`)
  return found
}

const folder = mkdtempSync(join(tmpdir(), 'kith-proxies-'))
const files = { cert: join(folder, 'pair.cert.pem'), key: join(folder, 'pair.key.pem') }
let site: Server
let port: number
beforeAll(async () => {
  chmodSync(folder, 0o777)
  const pair = await (await makeAuthority()).issue([host])
  for (const kind of ['cert', 'key'] as const) writeFileSync(files[kind], pair[kind], { mode: 0o644 })
  site = createServer((_, response) => void response.end('page'))
  site.listen(0, '127.0.0.1')
  await once(site, 'listening')
  port = (site.address() as AddressInfo).port
})
afterAll(() => {
  site.close()
  site.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

type Running = { at: number; said(): string; end(): Promise<void> }
const run = async (command: string, words: string[], at: number): Promise<Running> => {
  const child: ChildProcess = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (said += part))
  const ended = once(child, 'close')
  const listens = () => get({ at, path: '/healthz', agent: 'waiting' }).then(Boolean, () => false)
  await eventually(listens, { what: `${command} at ${at}` }).catch((error) => {
    throw new Error(`${error}\n${said}`)
  })
  return {
    at,
    said: () => said,
    end: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

const nginx = async (upstream: number): Promise<Running> => {
  const at = await freePort()
  const other = await freePort()
  const given = settingsFor('nginx', 'server_name')
    .replace('listen 443', `listen 127.0.0.1:${at}`)
    .replace('listen 80', `listen 127.0.0.1:${other}`)
    .replace('/etc/kith/fullchain.pem', files.cert)
    .replace('/etc/kith/key.pem', files.key)
    .replaceAll('/var/log/nginx', folder)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${upstream}`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  )
  const file = join(folder, 'nginx.conf')
  const main = `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/main.log; events {}`
  writeFileSync(file, `${main}\nhttp {\n${temporary.join('\n')}\n${given}\n}\n`)
  return run('nginx', ['-c', file, '-e', join(folder, 'first.log')], at)
}

const caddy = async (upstream: number): Promise<Running> => {
  const at = await freePort()
  const given = settingsFor('caddyfile', 'reverse_proxy')
    .replace('{\n', `{\n\tadmin off\n\tauto_https disable_redirects\n\thttps_port ${at}\n`)
    .replace(`${host} {\n`, `${host} {\n\ttls ${files.cert} ${files.key}\n`)
    .replaceAll('/var/log/caddy', folder)
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${upstream}`)
  const file = join(folder, 'Caddyfile')
  writeFileSync(file, given)
  return run('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], at)
}

const get = (asked: { at: number; path: string; agent: string; body?: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    const { at, path, agent, body } = asked
    const headers = { host, 'user-agent': agent, referer: `https://${host}/${agent}` }
    const to = { host: '127.0.0.1', port: at, path, servername: host, rejectUnauthorized: false, headers }
    const sending = request({ ...to, method: body === undefined ? 'GET' : 'POST' }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    sending.once('error', reject)
    sending.end(body)
  })
/** Bytes that are no proper request, over TLS, and a hang-up. */
const sendRaw = async (at: number, text: string): Promise<void> => {
  const socket = connect({ host: '127.0.0.1', port: at, servername: host, rejectUnauthorized: false })
  // Some are answered by a reset, which is as good.
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.once('secureConnect', () => socket.end(text))
  socket.resume()
  await closed
}

test.each([
  ['nginx', nginx],
  ['Caddy', caddy],
] as const)(
  '%s, as docs/operate.md has it, writes nothing of those who answer or look for help',
  async (_, start) => {
    const word = freshWord()
    const seen = freshWord()
    for (const upstream of [port, await freePort()]) {
      const isUp = upstream === port
      const proxy = await start(upstream)
      const anonymous = [
        '/answer',
        '/a/ballots',
        '/a/code',
        '/support/alder-bridge',
        '/offline',
        '/_app/answer.js',
      ]
      for (const path of anonymous) {
        const status = await get({ at: proxy.at, path: `${path}?${word}`, agent: word })
        expect([path, status]).toEqual([path, isUp ? 200 : 502])
      }
      await get({ at: proxy.at, path: '/a/ballots', agent: word, body: word.repeat(2000) })
      await sendRaw(proxy.at, `POST /a/ballots HTTP/1.1\r\nhost: ${host}\r\n${word}\r\n\r\n`)
      await sendRaw(proxy.at, `${word} /a/ballots HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
      await sendRaw(
        proxy.at,
        `POST /a/ballots HTTP/1.1\r\nhost: ${host}\r\nx-big: ${word.repeat(2000)}\r\n\r\n`,
      )
      await get({ at: proxy.at, path: `/app/${seen}`, agent: seen })
      await proxy.end()
      const found = { ...readFiles(folder), 'what it printed': Buffer.from(proxy.said()) }
      expect(findWord(word, found)).toEqual([])
      // What is asked for below /app is written, so that the search would have found the rest.
      expect(findWord(seen, found).length).toBeGreaterThan(0)
    }
  },
)
