import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterRoom } from '#capabilities/rooms/index.server.ts'
import { readTicketKey } from '#packages/blind-ticket/index.ts'
import { inverse, power, toBytes, toInteger } from '#packages/blind-ticket/integers.ts'
import { type ServedRooms, servedRooms } from '../rehearsal/room-pages.ts'
import { type RoomVoter, roomVoter } from '../rehearsal/room-voter.ts'
import { must, openedRoom, pressAs, type RoomsRehearsal, rehearseRooms, sitIn } from '../rehearsal/rooms.ts'
import { eventually } from '../rehearsal/running-site.ts'
import { findWord, freshWord, readFiles } from './evidence/canaries.ts'
import { databaseText } from './evidence/database-text.ts'

let site: RoomsRehearsal
let pages: ServedRooms
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-26T18:00:00Z' })
  pages = await servedRooms(() => site.rooms)
})
afterAll(async () => {
  await pages.end()
  await site.end()
})

const question = {
  id: 'strain',
  kind: 'text',
  question: 'What wears you out?',
  options: [],
  secrecy: 'anonymous',
} as const

/** A room with an open question that has no names, and a page of everybody, each with its ticket. */
const asked = async (people: number, poll: object = question) => {
  const { room, code } = await openedRoom(site)
  const host = must(await enterRoom({ rooms: site.rooms, actor: site.host }, { room })).secret
  const secrets: string[] = []
  for (let at = 0; at < people; at += 1) secrets.push(await sitIn(site.rooms, { code, name: `Nurse ${at}` }))
  const press = async (command: object) => pressAs(site.rooms, { code, secret: host, command })
  must(await press({ do: 'open-poll', poll }))
  const open = await site.rooms.hall.enterByCode(code)
  const pollNow = () => {
    const found = open?.live.run.polls.get('strain')
    if (!found) throw new Error('Nothing is asked.')
    return found
  }
  const key = await eventually(() => pollNow().key, { what: 'the key of a poll' })
  const voters = secrets.map((secret) => roomVoter({ pages, code, secret, poll: 'strain', key }))
  for (const voter of voters) expect(await voter.fetchTicket()).toBe('ok')
  const show = () => press({ do: 'show-poll', poll: 'strain', isShown: true })
  const close = () => press({ do: 'close-poll', poll: 'strain' })
  return { room, code, host, secrets, press, show, close, pollNow, voters, key }
}

const voteFiles = (room: string) => {
  const folder = join(site.dataDir, 'rooms')
  return readdirSync(folder).filter((name) => name.startsWith(room))
}

/** What of a vote would name its ticket, and whose it is. */
const secretsOf = ({ known }: RoomVoter): string[] => {
  const { publicKey = '', prefix = '', signature = '', ticket = '' } = known.ballot ?? {}
  const mark = createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest()
  return [publicKey, prefix, signature, ticket, known.blinded ?? '', mark.toString('base64url')]
}

const kept = async () => {
  const text = await databaseText(site.fresh)
  return { database: Buffer.from(text), log: Buffer.from(site.logged.join('\n')), ...readFiles(site.dataDir) }
}

/** Where bytes stand as they are, as hex or as base64url. */
const findBytes = (secret: string, evidence: Record<string, Buffer>) => {
  const bytes = Buffer.from(secret, 'base64url')
  const forms = [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(secret)]
  return Object.keys(evidence).filter((name) => forms.some((form) => evidence[name]?.includes(form)))
}

describe('a vote without a name', () => {
  test('changes no row, no log and no stream, and lies sealed in the pool with nothing that names its ticket', async () => {
    const { room, code, host, secrets, press, voters } = await asked(6)
    const streams = [host, ...secrets].map((secret) => pages.listen({ code, secret }))
    await eventually(() => streams.every((heard) => heard.join('').includes('"strain"')), { what: 'streams' })
    const ready = await press({ do: 'announce', words: 'Take your time' })
    expect(ready.ok).toBe(true)
    await eventually(() => streams.every((heard) => heard.join('').includes('Take your time')), {
      what: 'the announcement before',
    })
    const before = { database: await databaseText(site.fresh), logged: site.logged.length }
    const words = voters.map(() => freshWord())
    for (const [at, voter] of voters.entries())
      expect(await voter.vote({ words: words[at] ?? '' })).toBe('ok')

    expect(await databaseText(site.fresh)).toBe(before.database)
    expect(site.logged.length).toBe(before.logged)
    for (const heard of streams) heard.length = 0
    must(await press({ do: 'announce', words: 'Thank you' }))
    await eventually(() => streams.every((heard) => heard.join('').includes('Thank you')), {
      what: 'the announcement after',
    })
    expect(streams.map((heard) => heard.join('')).join('')).not.toMatch(/"polls"|"voted":\{"|"mine"/)
    const evidence = await kept()
    expect(voteFiles(room).some((name) => name.endsWith('.pool'))).toBe(true)
    for (const word of words) expect(findWord(word, evidence)).toEqual([])
    for (const secret of voters.flatMap(secretsOf)) expect(findBytes(secret, evidence)).toEqual([])
  })

  test('could have come from everybody in the room who was given a ticket', async () => {
    const { pollNow, voters, key } = await asked(5)
    for (const voter of voters) expect(await voter.vote({ words: freshWord() })).toBe('ok')
    const read = await readTicketKey(new Uint8Array(Buffer.from(key, 'base64url')))
    if (!read.ok) throw new Error(read.refusal)
    const { modulus, exponent, size } = read.value
    const marks = [...pollNow().ticketed.values()]
    const number = (text = '') => toInteger(new Uint8Array(Buffer.from(text, 'base64url')))
    const markOf = (blinded: bigint) =>
      createHash('sha256').update(toBytes(blinded, size)).digest('base64url')
    // What a ticket signs, uncovered, is what nobody asked for.
    for (const { known } of voters)
      expect(marks).not.toContain(markOf(power(number(known.ticket), exponent, modulus)))
    for (const cast of voters)
      for (const given of voters) {
        // The blinding factor with which this vote's ticket would have been asked for by that seat.
        const ticket = number(cast.known.ticket)
        const factor = (number(given.known.blindSignature) * (inverse(ticket, modulus) ?? 0n)) % modulus
        const wanted = (power(ticket, exponent, modulus) * power(factor, exponent, modulus)) % modulus
        expect(marks).toContain(markOf(wanted))
      }
  })

  test('is one for each seat: a second ticket is not signed', async () => {
    const { code, secrets, key } = await asked(5)
    const again = roomVoter({ pages, code, secret: secrets[0] ?? '', poll: 'strain', key })
    expect(await again.fetchTicket()).toBe('rooms/ticket-given')
  })

  test('needs no seat’s cookie, and is not told apart by one', async () => {
    const { code, host, voters } = await asked(5)
    const [first] = voters
    expect(await first?.vote({ words: 'The phone' })).toBe('ok')
    const body = JSON.stringify(first?.known.ballot)
    expect(await pages.post({ code, what: 'vote', secret: host, body })).toEqual({ ok: true })
  })

  test('outlives a restart, counts once, and is gone with the key once the result was shown', async () => {
    const { room, code, host, voters } = await asked(7)
    for (const voter of voters.slice(0, 6)) expect(await voter.vote({ words: 'Doors' })).toBe('ok')
    await site.restart()
    expect(await voters[0]?.vote({ words: 'Doors' })).toBe('ok')
    expect(await voters[1]?.vote({ words: 'Phones' })).toBe('rooms/vote-in-already')
    const press = (command: object) => pressAs(site.rooms, { code, secret: host, command })
    must(await press({ do: 'close-poll', poll: 'strain' }))
    expect(await voters[6]?.vote({ words: 'Doors' })).toBe('rooms/poll-closed')
    await eventually(() => !voteFiles(room).some((name) => name.includes('.key')), { what: 'no key' })
    must(await press({ do: 'show-poll', poll: 'strain', isShown: true }))
    await eventually(() => voteFiles(room).length === 0, { what: 'nothing left of the votes' })
    const open = await site.rooms.hall.enterByCode(code)
    expect(open?.live.run.polls.get('strain')?.tally).toMatchObject({ answered: 6 })
  })
})

test('at the door for votes a code that is there is not told from one that is not', async () => {
  const { code, voters } = await asked(5)
  expect(await voters[0]?.vote({ words: 'Doors' })).toBe('ok')
  const ballot = voters[0]?.known.ballot
  const tries = [{}, undefined, { ...ballot, poll: 'another' }, { ...ballot, prefix: 'A'.repeat(43) }]
  const answers = (at: string) =>
    Promise.all(tries.map((sent) => pages.post({ code: at, what: 'vote', body: JSON.stringify(sent) ?? '' })))
  expect(await answers(code)).toEqual(await answers('ZZZZZZ'))
})

test('whoever comes after a question was asked, perhaps once more, answers nothing', async () => {
  const { code, key } = await asked(5)
  const secret = await sitIn(site.rooms, { code, name: 'Once more' })
  const late = roomVoter({ pages, code, secret, poll: 'strain', key })
  expect(await late.fetchTicket()).toBe('rooms/asked-before')
})

test('no result comes from fewer than five, and each comes once: showing it closes the question', async () => {
  const { room, show, pollNow, voters } = await asked(8)
  const all = async (from: number, to: number) => {
    for (const voter of voters.slice(from, to)) expect(await voter.vote({ words: 'Doors' })).toBe('ok')
  }
  await all(0, 4)
  expect(await show()).toMatchObject({ ok: false, refusal: { code: 'rooms/too-few-answers' } })
  await all(4, 6)
  expect(await show()).toMatchObject({ ok: true })
  expect(pollNow()).toMatchObject({ state: 'closed', isShown: true, tally: { answered: 6 } })
  expect(await voters[6]?.vote({ words: 'Phones' })).toBe('rooms/poll-closed')
  expect(await show()).toMatchObject({ ok: true })
  await eventually(() => voteFiles(room).length === 0, { what: 'nothing left of the votes' })
  expect(pollNow().tally?.answered).toBe(6)
})
