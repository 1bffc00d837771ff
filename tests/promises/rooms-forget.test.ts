import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#capabilities/people/index.ts'
import {
  enterRoom,
  forgetRooms,
  readRecord,
  readSeat,
  roomHolding,
  roomLetters,
  setFollowUp,
  wishForFollowUp,
} from '#capabilities/rooms/index.server.ts'
import type { RoomId } from '#kernel/ids.ts'
import { inBackup } from '#platform/backup/in-backup.ts'
import { must, openedRoom, pressAs, type RoomsRehearsal, rehearseRooms, sitIn } from '../rehearsal/rooms.ts'

const DAY = 86_400_000
const SECRET_WORDS = 'Between us: the night of the twelfth'
let site: RoomsRehearsal
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-23T18:00:00Z' })
})
afterAll(() => site.end())

const actorAt = (at: number): Actor => {
  const member = site.clinic.members[at]
  if (!member) throw new Error('nobody')
  return site.clinic.actorOf(member.id)
}
const forget = () => forgetRooms({ rooms: site.rooms, steady: site.clock })
const rowsOf = (text: string) =>
  site.database.inOrganisation(site.clinic.organisation.id, async (tx) =>
    (await sql<Record<string, unknown>>`${sql.raw(text)}`.execute(tx)).rows.map((row) => JSON.stringify(row)),
  )
/** All that the database holds of a room. */
const everythingOf = async (room: RoomId) => {
  const tables = Object.keys(inBackup).filter(
    (table) => table.startsWith('org.room_') && table !== 'org.room_format',
  )
  const rows = await Promise.all(
    tables.map((table) => rowsOf(`select * from ${table} where room = '${room}'`)),
  )
  return rows.flat().join('\n')
}

/** A host, two members who come signed in and two by code; one take-away is agreed, one message is given. */
const aSession = async (settings: { keepsWordsDays?: number; door?: 'members' | 'code' } = {}) => {
  const { rooms, host } = site
  const opened = await openedRoom({ rooms, host }, { formats: ['welcome', 'debrief'], settings })
  const { code, room } = opened
  const led = must(await enterRoom({ rooms, actor: host }, { room })).secret
  const [owl, lark] = settings.door === 'members' ? [0, 1] : [undefined, undefined]
  const come = async (member: number | undefined, name: string) =>
    member === undefined
      ? sitIn(rooms, { code, name })
      : must(await enterRoom({ rooms, actor: actorAt(member) }, { room, name })).secret
  const two = await come(owl, 'Owl')
  const three = await come(lark, 'Lark')
  const press = async (secret: string, command: object) =>
    must(await pressAs(site.rooms, { code, secret, command })).number
  const { live } = await hallOf(room)
  await press(led, { do: 'go-on', move: live.run.move })
  const said = await press(two, { do: 'say', to: 'room', words: SECRET_WORDS, isQuestion: false })
  const given = await press(two, { do: 'say', to: 'room', words: 'Given away', isQuestion: false })
  await press(two, { do: 'give', said: given, isGiven: true })
  const agreed = await press(three, { do: 'note', words: 'Ask for cover' })
  await press(two, { do: 'approve', takeaway: agreed, isApproved: true })
  await press(three, { do: 'note', words: 'Not agreed: names a ward' })
  await press(led, { do: 'announce', words: 'Announced in haste' })
  site.clock.pass(45 * 60_000)
  const end = () => press(led, { do: 'end' })
  return { room, code, led, two, three, said, press, end }
}

const hallOf = async (room: RoomId) => {
  const open = await site.rooms.hall.enter({ organisation: site.clinic.organisation.id, room })
  if (!open) throw new Error('The room is not open.')
  return open
}
const seen = async (code: string, secret: string) =>
  JSON.stringify(must(await readSeat({ rooms: site.rooms }, { code, secret, language: 'en' })).heard)

describe('what people wrote in a room', () => {
  it('goes when the room closes, from the database, from memory and from every page', async () => {
    const { room, code, two, end } = await aSession()
    expect(await seen(code, two)).toContain(SECRET_WORDS)
    const texts: string[] = []
    let isHungUp = false
    const { live } = await hallOf(room)
    live.listen({
      seat: 2,
      send: (text) => void texts.push(text),
      backlog: () => 0,
      hangUp: () => (isHungUp = true),
    })
    await end()
    await forget()
    const left = await everythingOf(room)
    for (const words of [SECRET_WORDS, 'Not agreed', 'Announced in haste']) expect(left).not.toContain(words)
    expect(left).toContain('Ask for cover')
    expect(isHungUp).toBe(true)
    expect(await seen(code, two)).not.toContain(SECRET_WORDS)
    expect(await seen(code, two)).toContain('"forgotten":true')
  })

  it('stays until the day that was said, and not longer, also when the server was killed that day', async () => {
    const { room, end } = await aSession({ keepsWordsDays: 7 })
    await end()
    await forget()
    site.clock.pass(6 * DAY)
    await forget()
    expect(await everythingOf(room)).toContain(SECRET_WORDS)
    site.clock.pass(DAY)
    await site.restart()
    await forget()
    expect(await everythingOf(room)).not.toContain(SECRET_WORDS)
  })

  it('does not go early because the clock of the machine jumps ahead', async () => {
    const { room, end } = await aSession({ keepsWordsDays: 7 })
    await end()
    // The steady clock holds: it is what the site hands over.
    const before = site.clock.now()
    await forgetRooms({ rooms: site.rooms, steady: { now: () => before } })
    expect(await everythingOf(room)).toContain(SECRET_WORDS)
  })

  it('does not stay for a year because the clock was a year ahead when the room closed', async () => {
    const { room, end } = await aSession({ keepsWordsDays: 7 })
    site.clock.pass(365 * DAY)
    await end()
    site.clock.pass(-365 * DAY)
    await forget()
    site.clock.pass(7 * DAY)
    await forget()
    expect(await everythingOf(room)).not.toContain(SECRET_WORDS)
  })

  it('goes from a room that nobody has ended, a day after it was opened', async () => {
    const { room } = await aSession()
    await forget()
    expect(await everythingOf(room)).toContain(SECRET_WORDS)
    site.clock.pass(DAY + 1)
    await forget()
    expect(await everythingOf(room)).not.toContain(SECRET_WORDS)
  })

  it('stays in a room that was opened days ahead until a day after it began; a page left open keeps none alive for ever', async () => {
    const { rooms, host, clock } = site
    const plannedFor = new Date(clock.now().getTime() + 3 * DAY).toISOString()
    const { room, code } = await openedRoom({ rooms, host }, { formats: ['welcome'] })
    await rowsOf(`update org.room set planned_for = '${plannedFor}' where id = '${room}' returning id`)
    clock.pass(2 * DAY)
    await forget()
    const stateOf = async () => (await hallOf(room)).live.run.status
    expect(await stateOf()).toBe('waiting')
    await sitIn(rooms, { code, name: 'Owl' })
    const { live } = await hallOf(room)
    live.listen({ seat: 1, send: () => {}, backlog: () => 0, hangUp: () => {} })
    clock.pass(11 * DAY)
    await forget()
    expect(await stateOf()).toBe('waiting')
    clock.pass(2 * DAY)
    await forget()
    expect(await rowsOf(`select state from org.room where id = '${room}'`)).toEqual(['{"state":"over"}'])
  })

  it('is in no backup, so that none brings it back', () => {
    expect(inBackup['org.room_words']).toBe('never')
  })
})

describe('the record of a room', () => {
  it('is the same before and after the words went, and is for those who were there', async () => {
    const { room, end } = await aSession({ keepsWordsDays: 3, door: 'members' })
    await end()
    const read = async (actor: Actor) => readRecord({ rooms: site.rooms, actor }, { room })
    const first = must(await read(actorAt(0)))
    expect(first).toMatchObject({
      record: { takeaways: ['Ask for cover'], given: ['Given away'] },
      mine: { name: 'Owl', minutes: 45 },
      names: [],
      isHost: false,
    })
    expect(JSON.stringify(first)).not.toContain('Lark')
    site.clock.pass(3 * DAY)
    await forget()
    const later = must(await read(actorAt(0)))
    expect(first.opensUntil).toBeDefined()
    expect({ ...later, opensUntil: undefined }).toEqual({ ...first, opensUntil: undefined })
    expect(later.opensUntil).toBeUndefined()
    const host = must(await read(site.host))
    expect(host.names.slice(1)).toEqual(['Owl', 'Lark'])
    expect(await read(actorAt(5))).toEqual({ ok: false, refusal: { code: 'rooms/not-found' } })
  })

  it('brings a letter about the follow-up to whoever wants one, and to nobody else', async () => {
    const { room, end } = await aSession({ door: 'members' })
    await end()
    const { rooms } = site
    must(await wishForFollowUp({ rooms, actor: actorAt(0) }, { room, wants: true }))
    const on = '2030-01-15'
    must(await setFollowUp({ rooms, actor: site.host }, { room, form: { on, words: 'What came of it?' } }))
    expect(
      await setFollowUp({ rooms, actor: actorAt(0) }, { room, form: { on, words: 'Mine' } }),
    ).toMatchObject({ ok: false })
    const letters = await rowsOf(`select m.member from org.message m
      join org.room_follow_up f on f.id = m.about where f.room = '${room}'`)
    expect(letters).toEqual([JSON.stringify({ member: actorAt(0).member.id })])
    expect(must(await readRecord({ rooms, actor: actorAt(1) }, { room })).followUp).toMatchObject({ on })
    const { organisation } = site.clinic
    const [asked] = await rowsOf(`select id from org.room_follow_up where room = '${room}'`)
    const about = (JSON.parse(asked ?? '{}') as { id: string }).id
    const write = (member: Actor['member'], language: 'en' | 'es' | 'fr' | 'ar') =>
      site.database.inOrganisation(organisation.id, (tx) =>
        roomLetters['room-follow-up']({
          organisation,
          member: { id: member.id, name: member.name, email: 'owl@example.org' },
          language,
          about,
          publicUrl: 'https://kith.example.org',
          now: site.clock.now(),
          tx,
        }),
      )
    const inEach = await Promise.all(
      (['en', 'es', 'fr', 'ar'] as const).map((language) => write(actorAt(0).member, language)),
    )
    expect(new Set(inEach.map((letter) => letter?.subject)).size).toBe(4)
    for (const letter of inEach) {
      expect(letter?.text).toContain('What came of it?')
      expect(letter?.calendar.text).toContain('DTSTART;VALUE=DATE:20300115')
      for (const words of [SECRET_WORDS, 'Ask for cover', 'Given away', 'Owl'])
        expect(JSON.stringify(letter)).not.toContain(words)
    }
    expect(await write(actorAt(1).member, 'en')).toBeUndefined()
  })
})

describe('what rooms hold about somebody', () => {
  it('is hers to see, and is gone from every room when she goes', async () => {
    const { room, end } = await aSession({ keepsWordsDays: 9, door: 'members' })
    const member = actorAt(0).member.id
    const organisation = site.clinic.organisation.id
    const held = await site.database.inOrganisation(organisation, (tx) => roomHolding.see(tx, member))
    expect(JSON.stringify(held)).toContain('Owl')
    await site.database.inOrganisation(organisation, (tx) => roomHolding.erase(tx, { organisation, member }))
    await site.restart()
    await end()
    const left = await everythingOf(room)
    for (const hers of [SECRET_WORDS, 'Owl', member]) expect(left).not.toContain(hers)
    expect(left).toContain('Not agreed: names a ward')
    const after = await site.database.inOrganisation(organisation, (tx) => roomHolding.see(tx, member))
    expect(after.flatMap(({ entries }) => entries)).toEqual([])
  })

  it('of rooms that she alone planned nothing stays; those that were held stay for the others', async () => {
    const { rooms, host } = site
    const planned = await openedRoom({ rooms, host }, { title: 'Held' })
    const organisation = site.clinic.organisation.id
    const member = host.member.id
    await site.database.inOrganisation(organisation, (tx) => roomHolding.erase(tx, { organisation, member }))
    const left = await rowsOf(`select title, state from org.room where created_by = '${member}'`)
    expect(left).toEqual([])
    expect(await rowsOf(`select state from org.room where id = '${planned.room}'`)).toEqual([
      JSON.stringify({ state: 'open' }),
    ])
  })
})
