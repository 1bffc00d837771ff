import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Heard } from '#capabilities/rooms/domain/stream/hear.ts'
import { enterRoom } from '#capabilities/rooms/index.server.ts'
import { addressIn, makeDataFolder, startOwnDatabase } from '../rehearsal/own-folder.ts'
import { listenAt, pressAt, type RoomPhone } from '../rehearsal/room-phones.ts'
import { must, openedRoom, pressAs, rehearseRoomsOn, sitIn } from '../rehearsal/rooms.ts'
import { eventually, freePort } from '../rehearsal/running-site.ts'

const kith = fileURLToPath(new URL('../../bin/kith', import.meta.url))
const kills = 4
const names = ['Ada', 'Ben', 'Chidi', 'Dana', 'Elif', 'Farid', 'Grace', 'Hanan']
const folder = makeDataFolder()
const secrets: string[] = []
let code = ''
let port = 0
let site: ChildProcess | undefined
let said = ''

/** A room in the middle of Wise Crowds, in the data folder of a site that does not run. */
const prepare = async () => {
  const engine = await startOwnDatabase(folder.dataDir)
  const on = await rehearseRoomsOn({ address: addressIn(folder.dataDir), dataDir: folder.dataDir })
  try {
    const opened = await openedRoom(on, { formats: ['wise-crowds-small', 'closing'] })
    code = opened.code
    const host = must(await enterRoom({ rooms: on.rooms, actor: on.host }, { room: opened.room })).secret
    secrets.push(host)
    for (const name of names) secrets.push(await sitIn(on.rooms, { code, name }))
    for (const move of [0, 1, 2])
      must(await pressAs(on.rooms, { code, secret: host, command: { do: 'go-on', move } }))
    // Long enough that no bell rings meanwhile.
    must(await pressAs(on.rooms, { code, secret: host, command: { do: 'extend', move: 3, seconds: 1_800 } }))
  } finally {
    await on.end()
    await engine.stop()
  }
}

const start = async () => {
  const from = said.length
  site = spawn(process.execPath, [kith, 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DATA_DIR: folder.dataDir, PORT: String(port), LOG_LEVEL: 'debug' },
  })
  for (const stream of [site.stdout, site.stderr]) stream?.on('data', (part: Buffer) => (said += part))
  await eventually(
    () => {
      if (site?.exitCode !== null) throw new Error(`The site did not start: ${said}`)
      return said.slice(from).includes('Kith is ready')
    },
    { what: 'the site', patience: 90_000 },
  )
}
const kill = async () => {
  const ended = once(site as ChildProcess, 'exit')
  site?.kill('SIGKILL')
  await ended
}
const url = () => `http://localhost:${port}`

beforeAll(async () => {
  await prepare()
  port = await freePort()
  await start()
}, 240_000)
afterAll(() => {
  site?.kill('SIGKILL')
  folder.remove()
})

const everybody = (): Promise<RoomPhone[]> =>
  Promise.all(secrets.map((secret) => listenAt(url(), { code, secret })))

test(`in ${kills} kills of a running site everybody comes back to seat, step, role and clock, and no word is lost or said twice`, {
  timeout: 400_000,
}, async () => {
  const sent: { id: string; by: string; words: string; isTaken: boolean }[] = []
  const send = async (one: (typeof sent)[number]) => {
    const command = { do: 'say', to: 'room', words: one.words, isQuestion: false }
    const { status } = await pressAt(url(), { code, secret: one.by, command, id: one.id })
    expect([one.words, status]).toEqual([one.words, 200])
    one.isTaken = true
  }
  for (let at = 0; at < kills; at += 1) {
    const before = await everybody()
    const places = before.map((phone) => phone.heard())
    expect(places.every(({ room }) => room?.clock.kind === 'running')).toBe(true)
    // A kill comes while presses are on their way: some are answered, some are kept without an answer, some are lost.
    const [host = ''] = secrets
    const burst = Array.from({ length: 40 }, (_, number) => ({
      id: crypto.randomUUID(),
      by: host,
      words: `Words ${at} ${number}`,
      isTaken: false,
    }))
    sent.push(...burst)
    const under = Promise.allSettled(burst.map((one, number) => sleep(number * 4).then(() => send(one))))
    await eventually(() => burst.some(({ isTaken }) => isTaken), { what: 'a first answer' })
    await kill()
    await under
    const began = performance.now()
    await start()
    const ready = performance.now()
    const after = await everybody()
    const back = performance.now()
    process.stdout.write(
      `kill ${at + 1}: ready after ${Math.round(ready - began)} ms, all nine back ${Math.round(back - ready)} ms later; ${burst.filter(({ isTaken }) => isTaken).length} of 40 were answered\n`,
    )
    expect(back - ready).toBeLessThan(5_000)
    after.forEach((phone, seat) => {
      const [was, is] = [places[seat], phone.heard()]
      expect(is.room).toEqual(was?.room)
      expect(placeIn(is)).toEqual(was && placeIn(was))
      expect(is.mine).toEqual(was?.mine)
    })
    // What had no answer is sent again, and what had one, too: as phones do that are not sure.
    await Promise.all(burst.map(send))
    for (const phone of [...before, ...after]) phone.close()
  }
  const kept = await wholeTalk()
  expect(kept.toSorted()).toEqual(sent.map(({ words }) => words).toSorted())
})

/** Who sits in her group, and as what. Who is here is told as people come back. */
const placeIn = ({ group }: Heard) =>
  group && [group.number, group.name, ...group.seats.map(({ seat, name, roles }) => [seat, name, roles])]

const wholeTalk = async (): Promise<string[]> => {
  const words: string[] = []
  for (let before = 1e9; ; ) {
    const headers = { cookie: `kith_seat_${code}=${secrets[1]}` }
    const response = await fetch(`${url()}/r/${code}/earlier?before=${before}`, { headers })
    const { said: older } = (await response.json()) as { said: { said: number; words: string }[] }
    const [oldest] = older
    if (!oldest) return words
    words.push(...older.map((one) => one.words))
    before = oldest.said
  }
}

test('the pages of a room know no session, and a seat’s cookie goes nowhere else', async () => {
  const page = await fetch(`${url()}/r/${code}`, {
    headers: { cookie: 'kith.session_token=of-somebody', accept: 'text/html' },
  })
  expect(page.status).toBe(200)
  expect(page.headers.getSetCookie()).toEqual([])
  const sat = await fetch(`${url()}/r/${code}?/sit`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url(), accept: 'text/html' },
    body: 'name=Iman&profession=',
  })
  expect(sat.status).toBe(303)
  const cookies = sat.headers.getSetCookie().join()
  expect(cookies).toMatch(
    new RegExp(`^kith_seat_${code}=[\\w-]{43}; Max-Age=\\d+; Path=/r; HttpOnly; SameSite=Lax$`),
  )
})

test('what the site logged of all this has no name, no word, no code and no cookie in it', () => {
  for (const trace of [...names, 'Iman', 'Words 0', code, ...secrets]) expect(said).not.toContain(trace)
})
