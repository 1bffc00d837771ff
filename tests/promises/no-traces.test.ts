import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { addressIn, makeDataFolder, startOwnDatabase } from '../rehearsal/own-folder.ts'
import { askForm, printSheets } from '../rehearsal/paper.ts'
import { sendTo } from '../rehearsal/post-box.ts'
import { openSite } from '../rehearsal/site.ts'
import { announcedWave } from '../rehearsal/wave.ts'
import { type Evidence, findDigests, findWord, freshWord, readFiles } from './evidence/canaries.ts'
import { databaseText } from './evidence/database-text.ts'

const kith = fileURLToPath(new URL('../../bin/kith', import.meta.url))
const folder = makeDataFolder()
const address = addressIn(folder.dataDir)
const planted = freshWord()
let ballots: Uint8Array<ArrayBuffer>[]
let codes: readonly string[]
let port: number
let site: ChildProcess
let said = ''

beforeAll(async () => {
  ballots = await announce()
  port = await freePort()
  site = spawn(process.execPath, [kith, 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATA_DIR: folder.dataDir, PORT: String(port), LOG_LEVEL: 'debug' },
  })
  for (const stream of [site.stdout, site.stderr]) stream?.on('data', (part: Buffer) => (said += part))
  for (let waited = 0; !said.includes('Kith is ready'); waited += 1) {
    if (waited > 1200 || site.exitCode !== null) throw new Error(`The site did not start: ${said}`)
    await pause(50)
  }
})
afterAll(async () => {
  site?.kill('SIGKILL')
  folder.remove()
})
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A running wave in the folder, as the site left it when it was last stopped. */
const announce = async () => {
  const engine = await startOwnDatabase(folder.dataDir)
  const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()
  const rehearsed = await openSite({ address, dataDir: folder.dataDir, now: minutes(-120) })
  try {
    const clinic = await makeClinic(rehearsed.database, { sizes: { [planted]: 12, Kitchen: 9 } })
    const paper = clinic.units.filter(({ name }) => name === 'Kitchen').map(({ id }) => id)
    const form = { opens: minutes(-90).slice(0, 16), closes: minutes(600).slice(0, 16), paper }
    const wave = await announcedWave({ site: rehearsed, actor: clinic.lead, form })
    codes = await printSheets({ site: rehearsed, actor: clinic.lead, wave })
    rehearsed.clock.set(minutes(0))
    await rehearsed.work()
    const actors = clinic.members
      .filter(({ name }) => name.startsWith(planted))
      .map(({ id }) => clinic.actorOf(id))
    return (await ballotsOf({ checkins: rehearsed.checkins, wave, actors })).map(({ ballot }) => ballot)
  } finally {
    await rehearsed.end()
    await engine.stop()
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The database once the site has done what waited for its start: the queue's own tables never rest. */
const untilQuiet = async (): Promise<string> => {
  const look = () => databaseText({ address }, { without: 'queue' })
  for (let last = await look(); ; ) {
    await pause(2500)
    const now = await look()
    if (now === last) return now
    last = now
  }
}

/** Everything that the site has said, written or stored. */
const evidence = async (): Promise<Evidence> => ({
  ...readFiles(folder.dataDir),
  'what the site printed': Buffer.from(said),
})

const canary = freshWord()
const words = new Set<string>()
/** The canary, marked by the place where it is put. */
const word = (place: string): string => {
  words.add(`${canary}${place}`)
  return `${canary}${place}`
}

test('a visit to a support page, or to the page for no network, leaves nothing behind, also where there is none', async () => {
  const visited = freshWord()
  const before = await untilQuiet()
  const quiet = said.length
  const visits: [string, number][] = [
    ['/support', 200],
    ['/support/alder-bridge', 200],
    [`/support/alder-bridge?from=${visited}`, 200],
    [`/support/${visited}`, 404],
    [`/offline?from=${visited}`, 200],
  ]
  for (const [path, status] of visits) {
    const answer = await sendTo({
      port,
      method: 'GET',
      path,
      headers: {
        host: `localhost:${port}`,
        accept: 'text/html',
        'user-agent': visited,
        cookie: `kith.session_token=${visited}`,
        referer: `http://localhost:${port}/app/${visited}`,
        'x-forwarded-for': '203.0.113.9',
      },
    })
    expect([path, answer.status]).toEqual([path, status])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  }
  expect(await databaseText({ address }, { without: 'queue' })).toBe(before)
  expect(said.slice(quiet)).toBe('')
  const found = {
    ...(await evidence()),
    'the database as text': Buffer.from(await databaseText({ address })),
  }
  for (const word of [visited, '203.0.113.9']) expect(findWord(word, found)).toEqual([])
  expect(findDigests([visited, '203.0.113.9'], found)).toEqual([])
})

test('nothing that is typed into the form for printed sheets, or comes with it, is found afterwards', async () => {
  const typed = freshWord()
  const headers = {
    'user-agent': `${typed}agent`,
    cookie: `kith.session_token=${typed}cookie`,
    referer: `http://localhost/app/${typed}referer`,
    authorization: `Bearer ${typed}bearer`,
    'x-forwarded-for': '203.0.113.8',
    traceparent: `${typed}trace`,
  }
  const before = await untilQuiet()
  const quiet = said.length
  const ask = (fields: Readonly<Record<string, string>>, path = '/a/code') =>
    askForm({ port, fields, path, headers: { host: `localhost:${port}`, ...headers } })
  const [code = '', other = ''] = codes
  const odd = { [`${typed}field`]: `${typed}value`, 'q:nobody': `${typed}answer` }
  const answers = { ...odd, 'q:own.workload': '4' }
  const steps: [Readonly<Record<string, string>>, number][] = [
    [{ at: 'code', go: 'next', code, ...odd }, 200],
    [{ at: 'questions', go: 'next', code, ...answers }, 200],
    [{ at: 'review', go: 'send', code, by: 'hand', ...answers }, 303],
    [{ at: 'review', go: 'send', code, ...answers }, 409],
    [{ at: 'code', go: 'next', code: `${typed} is no code` }, 422],
    [{ at: 'code', go: 'next', code: other.replace(/.$/, (last) => (last === '7' ? '8' : '7')) }, 422],
    [{ code: `${typed}x`.repeat(9000) }, 400],
  ]
  for (const [fields, status] of steps) {
    const answer = await ask(fields)
    expect([Object.keys(fields).join(), answer.status]).toEqual([Object.keys(fields).join(), status])
    expect(answer.headers).not.toHaveProperty('set-cookie')
  }
  await ask({ code }, `/a/code?who=${typed}query`)
  expect(await databaseText({ address }, { without: 'queue' })).toBe(before)
  expect(said.slice(quiet)).toBe('')
  const found = {
    ...(await evidence()),
    'the database as text': Buffer.from(await databaseText({ address })),
  }
  // Sheets that were printed and never typed leave no more than those that were.
  const forms = codes.slice(0, 3).flatMap((one) => [one, one.replaceAll('-', '')])
  for (const word of [typed, '203.0.113.8', ...forms]) expect(findWord(word, found)).toEqual([])
  expect(findDigests([typed, '203.0.113.8', ...forms], found)).toEqual([])
})

test('nothing that comes with a ballot is found afterwards on the disk, in the database, its journal or the log', async () => {
  const headers = () => ({
    'user-agent': word('agent'),
    cookie: `kith.session_token=${word('cookie')}`,
    referer: `http://localhost/app/${word('referer')}`,
    origin: `http://${word('origin')}.example`,
    authorization: `Bearer ${word('bearer')}`,
    'x-forwarded-for': `203.0.113.7, ${word('forwarded')}`,
    'x-real-ip': '203.0.113.77',
    forwarded: `for=${word('forwardedfor')}`,
    'x-request-id': word('requestid'),
    traceparent: word('trace'),
    'accept-language': word('language'),
    'content-type': `application/${word('contenttype')}`,
    [word('headername')]: word('odd'),
  })
  const send = (given: { path?: string; body?: Uint8Array; method?: string }) =>
    sendTo({ port, headers: headers(), ...given })
  const before = await untilQuiet()
  const quiet = said.length

  for (const body of ballots) expect(await send({ body })).toMatchObject({ status: 200, code: 'received' })
  expect(await send({ body: ballots[0] ?? Buffer.alloc(0) })).toMatchObject({ status: 200 })
  const wrong = Buffer.alloc(BALLOT_SIZE)
  wrong.write(word('samesize'))
  const odd: [Parameters<typeof send>[0], number][] = [
    [{ body: wrong }, 400],
    [{ body: Buffer.from(word('short')) }, 400],
    [{ body: Buffer.from(JSON.stringify({ name: word('json') })) }, 400],
    [{ body: Buffer.concat([ballots[0] ?? wrong, Buffer.from(word('long'))]) }, 400],
    [{ path: `/a/ballots?who=${word('query')}`, body: wrong }, 404],
    [{ path: `/a/${word('path')}`, body: wrong }, 404],
    [{ path: `/a/ballots`, method: 'GET' }, 405],
    [{ path: `/a/ballots`, method: 'PUT', body: wrong }, 405],
  ]
  for (const [given, status] of odd) expect((await send(given)).status).toBe(status)
  await sendRaw(`POST /a/ballots HTTP/1.1\r\nhost: x\r\n${word('broken')}\r\n\r\n`)
  await sendRaw(`${word('method')} /a/ballots HTTP/1.1\r\nhost: x\r\n\r\n`)
  await sendRaw(`POST /a/ballots HTTP/1.1\r\nhost: x\r\nx-big: ${word('big').repeat(2000)}\r\n\r\n`)
  await sendRaw(
    `POST /a/ballots HTTP/1.1\r\nhost: x\r\ncontent-length: ${BALLOT_SIZE}\r\n\r\n${word('half')}`,
  )

  // As it runs, and after it has stopped, when the database has written all that it held.
  expect(await databaseText({ address }, { without: 'queue' })).toBe(before)
  expect(said.slice(quiet)).toBe('')
  const found = {
    ...(await evidence()),
    'the database as text': Buffer.from(await databaseText({ address })),
  }
  expect(words.size).toBe(23)
  expect(findWord(canary, found)).toEqual([])
  expect(findDigests([...words, '203.0.113.7', '203.0.113.77'], found)).toEqual([])
  expect(findWord('203.0.113.7', found)).toEqual([])
  site.kill('SIGTERM')
  await once(site, 'exit')
  expect(findWord(canary, await evidence())).toEqual([])
})

test('the same search finds a word that was written, in the tables and in the journal', async () => {
  const found = findWord(planted, await evidence())
  expect(found.filter((name) => name.startsWith('postgres/base/'))).not.toEqual([])
  expect(found.filter((name) => name.startsWith('postgres/pg_wal/'))).not.toEqual([])
})

/** Bytes that are no proper request, and then a hang-up. */
const sendRaw = async (text: string): Promise<void> => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(text)
  socket.resume()
  // Some are answered by a reset, which is as good.
  await Promise.race([new Promise((resolve) => socket.once('close', resolve)), pause(300)])
  socket.destroy()
}
