import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { enterRoom, takeOfferedSeat } from '#capabilities/rooms/index.server.ts'
import { listenAt, postTo, pressAt, type RoomPhone } from '../rehearsal/room-phones.ts'
import { must, openedRoom, type RoomsRehearsal, rehearseRooms, sitIn } from '../rehearsal/rooms.ts'
import { eventually } from '../rehearsal/running-site.ts'
import { asOwner } from './evidence/database-text.ts'

let site: RoomsRehearsal
let server: Server
let url: string
const phones: RoomPhone[] = []
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-26T18:00:00Z' })
  server = createServer((request, response) => {
    if (site.rooms.serves(request.url?.split('?')[0] ?? '')) void site.rooms.answer(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close()
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await site.end()
})

const listen = async (code: string, secret: string) => {
  const phone = await listenAt(url, { code, secret })
  phones.push(phone)
  return phone
}
const say = (words: string) => ({ do: 'say', to: 'room', words, isQuestion: false })
const held = async (settings: object = {}) => {
  const { room, code } = await openedRoom(site, { settings })
  const host = must(await enterRoom({ rooms: site.rooms, actor: site.host }, { room })).secret
  const ada = await sitIn(site.rooms, { code, name: 'Ada' })
  return { room, code, host, ada }
}

test('without the seat’s cookie nothing is told and nothing is taken, whatever else is sent', async () => {
  const { code, ada } = await held()
  const other = await held()
  const body = JSON.stringify({ id: crypto.randomUUID(), command: say('Let me in') })
  const forged = [undefined, other.ada, ada.slice(0, -1), `${ada}"`, 'x'.repeat(43), 'x'.repeat(6_000)]
  for (const secret of forged) {
    const cookie = secret === undefined ? '' : `kith_seat_${code}=${secret}; better-auth.session_token=stolen`
    for (const path of ['stream', 'earlier?before=9']) {
      const response = await fetch(`${url}/r/${code}/${path}`, { headers: { cookie } })
      expect([path, response.status, await response.json()]).toEqual([
        path,
        404,
        { ok: false, refusal: { code: 'rooms/seat-unknown' } },
      ])
    }
    for (const to of ['press', 'offer', 'ticket'])
      expect((await postTo(url, { code, to, body, headers: { cookie } })).status).toBe(404)
  }
  const { heard } = await listen(code, ada)
  expect([...heard().said]).toEqual([])
})

test('a press that another site sends, in another shape or at another length is not taken', async () => {
  const { code, ada } = await held()
  const press = JSON.stringify({ id: crypto.randomUUID(), command: say('Hello') })
  const tries: Record<string, { body: string; headers?: Record<string, string> }> = {
    foreign: { body: press, headers: { origin: 'https://evil.example' } },
    'without an origin that is ours': { body: press, headers: { origin: 'null' } },
    'of a form': { body: press, headers: { 'content-type': 'text/plain' } },
    'that is no JSON': { body: press.slice(1) },
    'that is nothing': { body: '' },
    'that is null': { body: 'null' },
    'of any size': { body: JSON.stringify({ id: crypto.randomUUID(), command: say('x'.repeat(400_000)) }) },
    'with more in it': { body: JSON.stringify({ ...JSON.parse(press), by: 1 }) },
    'without an id of its own': { body: JSON.stringify({ id: 'one', command: say('Hello') }) },
  }
  for (const [what, tried] of Object.entries(tries)) {
    const { status } = await postTo(url, { code, secret: ada, ...tried })
    expect([what, status]).toEqual([what, tried.headers?.origin === undefined ? 400 : 403])
  }
  expect((await fetch(`${url}/r/${code}/press`)).status).toBe(405)
  expect(
    (await postTo(url, { code, secret: ada, body: press, headers: { origin: 'http://localhost:3000' } }))
      .status,
  ).toBe(200)
})

test('what the house does, and what hosts do, nobody else can send', async () => {
  const { code, ada } = await held()
  const house = [
    { do: 'sit', seat: 9, name: 'Ghost', profession: '', isHost: true, held: {} },
    { do: 'ring', move: 0 },
    { do: 'notice', seat: 1, presence: 'away' },
    { do: 'count', poll: 'p', tally: {} },
    { do: 'give-key', poll: 'p', key: 'k' },
    { do: 'deal-again', move: 0, deal: { groups: [] } },
    { do: 'take-ticket', poll: 'p' },
  ]
  for (const command of house)
    expect([command.do, (await pressAt(url, { code, secret: ada, command })).status]).toEqual([
      command.do,
      400,
    ])
  for (const command of [
    { do: 'go-on', move: 0 },
    { do: 'end' },
    { do: 'name-host', seat: 2, isHost: true },
    { do: 'remove', seat: 1, reason: 'Mine now' },
    { do: 'announce', words: 'Listen' },
  ]) {
    const { body } = await pressAt(url, { code, secret: ada, command })
    expect([command.do, body.refusal?.code]).toEqual([command.do, 'rooms/only-hosts'])
  }
})

test('two hosts who press at once make one step', async () => {
  const { code, room, host } = await held()
  const again = must(await enterRoom({ rooms: site.rooms, actor: site.host }, { room })).secret
  const phone = await listen(code, host)
  const { move } = phone.heard().room ?? { move: -1 }
  const command = { do: 'go-on', move }
  const answers = await Promise.all([host, again].map((secret) => pressAt(url, { code, secret, command })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  await eventually(() => phone.heard().room?.at !== undefined, { what: 'the first step' })
  expect(phone.heard().room).toMatchObject({ move: move + 1, at: { block: 0 } })
})

test('hostile words reach others as they are, in one line each, and take nobody else’s with them', async () => {
  const { code, ada, host } = await held()
  const phone = await listen(code, host)
  const hostile = [
    '<img src=x onerror=alert(1)>',
    'one\n\ndata:{"n":9999}\n\nevent:beat',
    'nothing \u0000 and half a letter \ud83d',
    '\u202eright to left\u2028a line',
    '{{constructor}} <% 7*7 %> %00',
  ]
  const sent = await Promise.all([
    ...hostile.map((words) => pressAt(url, { code, secret: ada, command: say(words) })),
    pressAt(url, { code, secret: host, command: say('In the same breath') }),
  ])
  expect(sent.map(({ status }) => status)).toEqual(sent.map(() => 200))
  await eventually(() => phone.heard().said.size === 6, { what: 'six messages' })
  const words = [...phone.heard().said.values()].map((said) => said.words)
  expect(words).toContain('In the same breath')
  expect(words).toContain('one\n\ndata:{"n":9999}\n\nevent:beat')
  expect(words).toContain('nothing  and half a letter \ufffd')
  expect(phone.heard().n).toBeLessThan(9_999)
  await site.restart()
  const back = await listen(code, host)
  expect([...back.heard().said.values()].map((said) => said.words)).toEqual(words)
})

test('six tabs are one person: all show the same, and she is here until the last is closed', async () => {
  const { code, ada, host } = await held()
  const tabs = await Promise.all(Array.from({ length: 6 }, () => listen(code, ada)))
  await pressAt(url, { code, secret: host, command: say('To everybody') })
  for (const tab of tabs)
    await eventually(() => tab.heard().said.size === 1, { what: 'the message in a tab' })
  for (const tab of tabs.slice(1)) tab.close()
  expect(tabs.map((tab) => tab.heard().mine)).toEqual(tabs.map(() => tabs[0]?.heard().mine))
  expect(tabs[0]?.heard()).toMatchObject({ people: 2, mine: { presence: 'here' } })
})

test('whoever is removed reads nothing from then on, in any of her tabs', async () => {
  const { code, ada, host } = await held()
  const tabs = [await listen(code, ada), await listen(code, ada)]
  const seat = tabs[0]?.heard().mine?.seat
  await pressAt(url, { code, secret: host, command: { do: 'remove', seat, reason: 'Named a patient' } })
  for (const tab of tabs) await eventually(() => !tab.isOpen(), { what: 'the end of a stream' })
  await pressAt(url, { code, secret: host, command: say('Now we are among ourselves') })
  expect(tabs.map((tab) => tab.heard().mine?.presence)).toEqual(['removed', 'removed'])
  expect(tabs.map((tab) => tab.text()).join()).not.toContain('among ourselves')
  await expect(listenAt(url, { code, secret: ada })).rejects.toThrow('403')
})

test('a seat is carried to another device by a secret that works once', async () => {
  const { code, ada } = await held()
  const { body } = await postTo(url, { code, secret: ada, to: 'offer', body: '' })
  const { offer = '' } = body as { offer?: string }
  const carried = await fetch(`${url}/r/${code}/carry`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ offer }),
  })
  const cookie = carried.headers.getSetCookie().join()
  expect(cookie).toMatch(
    new RegExp(`^kith_seat_${code}=[\\w-]{43}; Path=/r; Max-Age=\\d+; HttpOnly; SameSite=Lax$`),
  )
  expect(cookie).not.toContain(ada)
  expect(await takeOfferedSeat({ rooms: site.rooms }, { code, offer })).toMatchObject({ ok: false })
})

test('in a large room nobody is sent more than twenty messages at once, and older ones come when they are asked for', async () => {
  const { code, host } = await held()
  const secrets: string[] = []
  for (let at = 0; at < 205; at += 1) secrets.push(await sitIn(site.rooms, { code, name: `P${at}` }))
  const crowd = await Promise.all(secrets.map((secret) => listen(code, secret)))
  const [phone] = crowd
  if (!phone) throw new Error('Nobody listens.')
  const before = phone.pieces.length
  await Promise.all(
    secrets.slice(0, 100).map((secret, at) => pressAt(url, { code, secret, command: say(`Word ${at}`) })),
  )
  const last = await pressAt(url, { code, secret: host, command: say('The last word') })
  const newest = last.body.number ?? 0
  await eventually(() => phone.heard().said.has(newest), { what: 'the last word' })
  expect(Math.max(...phone.pieces.slice(before).map(({ said }) => said))).toBeLessThanOrEqual(20)
  const all = new Set<number>([newest])
  for (let at = newest; ; ) {
    const response = await fetch(`${url}/r/${code}/earlier?before=${at}`, {
      headers: { cookie: `kith_seat_${code}=${secrets[3]}` },
    })
    const { said } = (await response.json()) as { said: { said: number; words: string }[] }
    const [oldest] = said
    if (!oldest) break
    for (const one of said) all.add(one.said)
    at = oldest.said
  }
  expect(all.size).toBe(101)
})

test('older words are told as far as the seat may hear them', async () => {
  const { code, host, ada } = await held()
  await pressAt(url, { code, secret: host, command: { ...say('Hosts alone'), to: 'hosts' } })
  const { body } = await pressAt(url, { code, secret: host, command: say('Everybody') })
  const ask = async (secret: string) => {
    const headers = { cookie: `kith_seat_${code}=${secret}` }
    const response = await fetch(`${url}/r/${code}/earlier?before=${(body.number ?? 0) + 1}`, { headers })
    return ((await response.json()) as { said: { words: string }[] }).said.map(({ words }) => words)
  }
  expect(await ask(host)).toEqual(['Hosts alone', 'Everybody'])
  expect(await ask(ada)).toEqual(['Everybody'])
})

test('a page that presses without end waits, and the room goes on for others', async () => {
  const { code, ada, host } = await held()
  const command = { do: 'raise-hand', isUp: true }
  const statuses: number[] = []
  for (let at = 0; at < 160; at += 1)
    statuses.push((await pressAt(url, { code, secret: ada, command })).status)
  expect(statuses.slice(0, 150).every((status) => status === 200)).toBe(true)
  expect(statuses.at(-1)).toBe(429)
  expect((await pressAt(url, { code, secret: host, command: say('Still here') })).status).toBe(200)
})

test('what fails is logged without a name, a word or a code of anybody', async () => {
  const { code, ada } = await held()
  const mend = await breakTheLog()
  const answer = await pressAt(url, { code, secret: ada, command: say('A secret of the ward') })
  expect([answer.status, answer.body.refusal?.code]).toEqual([503, 'rooms/out-of-reach'])
  await mend()
  const told = site.logged.splice(0).join('\n')
  expect(told).toContain('a press in a room failed')
  for (const trace of ['secret of the ward', 'Ada', code, ada]) expect(told).not.toContain(trace)
  expect((await pressAt(url, { code, secret: ada, command: say('Again') })).status).toBe(200)
  site.incidents.length = 0
})

/** Takes the table away that events are written to. */
const breakTheLog = async () => {
  const rename = (from: string, to: string) =>
    asOwner(
      site.fresh,
      async (client) => void (await client.query(`alter table org.${from} rename to ${to}`)),
    )
  await rename('room_words', 'room_words_away')
  return () => rename('room_words_away', 'room_words')
}

test('in all of this nothing failed that nobody foresaw', () => {
  expect(site.incidents).toEqual([])
})
