import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#capabilities/people/index.ts'
import {
  changeHosts,
  deleteRoom,
  enterRoom,
  findRoomByCode,
  offerSeat,
  openRoom,
  planRoom,
  readRoomPlan,
  readRooms,
  readSeat,
  takeOfferedSeat,
  takeSeat,
} from '#capabilities/rooms/index.server.ts'
import { newId } from '#kernel/ids.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import {
  must,
  openedRoom,
  pressAs,
  type RoomsRehearsal,
  rehearseRooms,
  sitIn,
  wishFor,
} from '../rehearsal/rooms.ts'
import { databaseText } from './evidence/database-text.ts'

let site: RoomsRehearsal
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-26T18:00:00Z' })
})
afterAll(() => site.end())

const on = (actor: Actor = site.host) => ({ rooms: site.rooms, actor })
const member = (at: number): Actor => site.clinic.actorOf(site.clinic.members[at]?.id ?? newId())
const address = '10.0.0.7'
const look = (code: string, from = address) =>
  findRoomByCode({ rooms: site.rooms }, { code, language: 'en', address: from })
const sit = (code: string, more: { name?: string; secret?: string } = {}) =>
  takeSeat({ rooms: site.rooms }, { code, name: 'Ada', profession: '', address, ...more })
const read = (code: string, secret: string) =>
  readSeat({ rooms: site.rooms }, { code, secret, language: 'en' })
const codeOf = (result: { ok: boolean; refusal?: { code: string } }) =>
  result.ok ? 'ok' : result.refusal?.code

describe('a room', () => {
  test('is planned by facilitators and administrators alone', async () => {
    const roles = ['facilitator', 'administrator', 'wellbeing-lead'] as const
    for (const role of roles) {
      const planned = await planRoom(on({ ...member(0), roles: [role] }), { wish: wishFor(site.rooms) })
      expect([role, codeOf(planned)]).toEqual([role, role === 'wellbeing-lead' ? 'rooms/not-allowed' : 'ok'])
    }
    expect(codeOf(await planRoom(on(member(0)), { wish: wishFor(site.rooms) }))).toBe('rooms/not-allowed')
    const inCommons = { ...site.host, organisation: { ...site.host.organisation, isCommons: true } }
    expect(codeOf(await planRoom(on(inCommons), { wish: wishFor(site.rooms) }))).toBe('rooms/not-allowed')
  })

  test('takes nothing that could not be run, and says what', async () => {
    const wish = wishFor(site.rooms)
    const [first] = wish.plan.blocks
    const tries = {
      'rooms/title-missing': { ...wish, title: '  ' },
      'rooms/plan-empty': { ...wish, plan: { blocks: [] } },
      'rooms/plan-cannot-run': { ...wish, plan: { blocks: [first, first] } },
      'rooms/plan-not-readable': { ...wish, settings: { ...wish.settings, link: 'javascript:alert(1)' } },
    }
    for (const [code, tried] of Object.entries(tries))
      expect([code, codeOf(await planRoom(on(), { wish: tried }))]).toEqual([code, code])
  })

  test('takes words that no database keeps as words that it does', async () => {
    const planned = must(await planRoom(on(), { wish: { ...wishFor(site.rooms), title: 'A\0 room \ud83d' } }))
    expect(must(await readRoomPlan(on(), planned)).room.title).toBe('A room \ufffd')
    const { code } = await openedRoom(site)
    const secret = must(await sit(code, { name: 'A\0da \udc00' })).secret
    expect(must(await read(code, secret)).heard.mine?.name).toBe('Ada \ufffd')
  })

  test('is led by its hosts; they name others, and one always stays', async () => {
    const { room } = await openedRoom(site, { title: 'Ours' })
    const colleague = member(1)
    const act = (actor: Actor) => changeHosts(on(actor), { room, member: member(2).member.id, isHost: true })
    expect(codeOf(await act(colleague))).toBe('rooms/not-found')
    expect(codeOf(await act({ ...colleague, roles: ['administrator', 'facilitator'] }))).toBe(
      'rooms/not-found',
    )
    must(await changeHosts(on(), { room, member: colleague.member.id, isHost: true }))
    must(await act(colleague))
    must(await changeHosts(on(), { room, member: member(2).member.id, isHost: false }))
    must(await changeHosts(on(colleague), { room, member: site.host.member.id, isHost: false }))
    const last = await changeHosts(on(colleague), { room, member: colleague.member.id, isHost: false })
    expect(codeOf(last)).toBe('rooms/last-host')
    expect(codeOf(await deleteRoom(on(), { room }))).toBe('rooms/not-found')
    must(await deleteRoom(on(colleague), { room }))
  })

  test('for members is seen by every member, one with a code only by its hosts', async () => {
    const open = await openedRoom(site, { title: 'For members', settings: { door: 'members' } })
    const byCode = await openedRoom(site, { title: 'By code' })
    const seen = must(await readRooms(on(member(3)))).rooms
    expect(seen.map(({ title }) => title)).toContain('For members')
    expect(seen.map(({ title }) => title)).not.toContain('By code')
    expect(seen.every(({ code }) => code === undefined)).toBe(true)
    expect(codeOf(await readRoomPlan(on(member(3)), { room: byCode.room }))).toBe('rooms/not-found')
    expect(must(await readRoomPlan(on(member(3)), { room: open.room })).room.code).toBe('')
    expect(codeOf(await enterRoom(on(member(3)), { room: byCode.room }))).toBe('rooms/not-found')
    expect(codeOf(await sit(open.code))).toBe('rooms/members-only')
  })

  test('is not there for somebody of another organisation, whatever she is at home', async () => {
    const theirs = await makeClinic(site.database, { slug: 'birch-house', sizes: { Surgery: 2 } })
    const stranger: Actor = { ...theirs.lead, roles: ['administrator', 'facilitator'] }
    const { room } = await openedRoom(site, { title: 'Ours', settings: { door: 'members' } })
    const before = await databaseText(site.fresh)
    const doors = {
      readRoomPlan: (id: string) => readRoomPlan(on(stranger), { room: id }),
      openRoom: (id: string) => openRoom(on(stranger), { room: id }),
      deleteRoom: (id: string) => deleteRoom(on(stranger), { room: id }),
      enterRoom: (id: string) => enterRoom(on(stranger), { room: id }),
      changeHosts: (id: string) =>
        changeHosts(on(stranger), { room: id, member: stranger.member.id, isHost: true }),
    }
    for (const [name, door] of Object.entries(doors))
      expect([name, await door(room)]).toEqual([name, await door(newId())])
    expect(must(await readRooms(on(stranger))).rooms).toEqual([])
    expect(await databaseText(site.fresh)).toBe(before)
  })
})

describe('a code', () => {
  test('of a room that is over is told from none by nobody', async () => {
    const { code, room } = await openedRoom(site)
    const host = must(await enterRoom(on(), { room }))
    must(await pressAs(site.rooms, { code, secret: host.secret, command: { do: 'end' } }))
    expect(await look(code)).toEqual(await look('222222'))
    expect(await sit(code)).toEqual(await sit('222222'))
    must(await deleteRoom(on(), { room }))
    expect(await look(code)).toEqual(await look('222222'))
  })

  test('is not guessed: after three hundred wrong ones an address waits, and nobody else does', async () => {
    const { code } = await openedRoom(site)
    const guesser = '203.0.113.9'
    for (let at = 0; at < 300; at += 1) await look('ZZZZZZ', guesser)
    expect(codeOf(await look(code, guesser))).toBe('rooms/too-many-tries')
    expect(codeOf(await look(code))).toBe('ok')
    site.clock.pass(11 * 60_000)
    expect(codeOf(await look(code, guesser))).toBe('ok')
  })

  test('is read as people write it', async () => {
    const { code } = await openedRoom(site)
    expect(codeOf(await look(` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} `))).toBe('ok')
  })

  test('tells before the room opens what will happen, and keeps seats until then', async () => {
    const planned = must(await planRoom(on(), { wish: wishFor(site.rooms) }))
    const told = must(await look(planned.code))
    expect(told).toMatchObject({
      state: 'planned',
      title: 'Wise Crowds on Thursday',
      settings: { naming: 'name' },
    })
    expect(JSON.stringify(told)).not.toContain('"say"')
    expect(codeOf(await sit(planned.code))).toBe('rooms/not-open-yet')
  })
})

describe('a seat', () => {
  test('is kept as a hash, and its cookie opens it in this room and in no other', async () => {
    const { code } = await openedRoom(site)
    const other = await openedRoom(site)
    await sitIn(site.rooms, { code: other.code, name: 'Ben' })
    const secret = await sitIn(site.rooms, { code, name: 'Ada' })
    expect(await databaseText(site.fresh)).not.toContain(secret)
    expect(codeOf(await read(code, secret))).toBe('ok')
    expect(codeOf(await read(other.code, secret))).toBe('rooms/seat-unknown')
    for (const forged of [
      '',
      'x',
      `${secret}x`,
      secret.slice(1),
      `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`,
    ])
      expect([forged, codeOf(await read(code, forged))]).toEqual([forged, 'rooms/seat-unknown'])
  })

  test('is come back to with its cookie, instead of taking another', async () => {
    const { code } = await openedRoom(site)
    const secret = await sitIn(site.rooms, { code, name: 'Ada' })
    const again = must(await sit(code, { secret, name: 'Somebody else' }))
    expect(again.secret).toBe(secret)
    expect(must(await read(code, secret)).heard).toMatchObject({ people: 1, mine: { name: 'Ada' } })
  })

  test('that a host removed is not come back to, by its cookie or from the same session', async () => {
    const { code, room } = await openedRoom(site, { settings: { door: 'members' } })
    const host = must(await enterRoom(on(), { room }))
    const guest = must(await enterRoom(on(member(4)), { room }))
    const { mine } = must(await read(code, guest.secret)).heard
    const command = { do: 'remove', seat: mine?.seat, reason: 'Quoted a patient by name.' }
    must(await pressAs(site.rooms, { code, secret: host.secret, command }))
    expect(codeOf(await read(code, guest.secret))).toBe('rooms/seat-removed')
    expect(codeOf(await sit(code, { secret: guest.secret }))).toBe('rooms/seat-removed')
    expect(codeOf(await enterRoom(on(member(4)), { room }))).toBe('rooms/seat-removed')
    const say = { do: 'say', to: 'room', words: 'Still here', isQuestion: false }
    expect(codeOf(await pressAs(site.rooms, { code, secret: guest.secret, command: say }))).toBe(
      'rooms/seat-removed',
    )
    expect(codeOf(await offerSeat({ rooms: site.rooms }, { code, secret: guest.secret }))).toBe(
      'rooms/seat-removed',
    )
  })

  test('is one for each member, also when she enters twice at once and on two devices', async () => {
    const { code, room } = await openedRoom(site, { settings: { door: 'members' } })
    const entered = await Promise.all([1, 2, 3].map(() => enterRoom(on(member(5)), { room })))
    const seats = await Promise.all(entered.map((one) => read(code, must(one).secret)))
    expect(new Set(seats.map((one) => must(one).heard.mine?.seat)).size).toBe(1)
    expect(must(seats[0] as (typeof seats)[0]).heard.people).toBe(1)
  })

  test('becomes a host’s when she is named one after she sat down', async () => {
    const { code, room } = await openedRoom(site, { settings: { door: 'members' } })
    expect(must(await enterRoom(on(member(6)), { room })).isHost).toBe(false)
    must(await changeHosts(on(), { room, member: member(6).member.id, isHost: true }))
    const again = must(await enterRoom(on(member(6)), { room }))
    expect(again.isHost).toBe(true)
    expect(must(await read(code, again.secret)).heard.mine).toMatchObject({ isHost: true })
  })

  test('is a host’s no more once she is off the list or has stepped down, also when she comes in again', async () => {
    const { code, room } = await openedRoom(site, { settings: { door: 'members' } })
    const [first, second] = [member(6), member(7)]
    const host = must(await enterRoom(on(), { room })).secret
    const isHost = async (secret: string) => must(await read(code, secret)).heard.mine?.isHost
    for (const one of [first, second])
      must(await changeHosts(on(), { room, member: one.member.id, isHost: true }))
    const off = must(await enterRoom(on(first), { room })).secret
    const down = must(await enterRoom(on(second), { room })).secret
    expect([await isHost(off), await isHost(down)]).toEqual([true, true])
    must(await changeHosts(on(), { room, member: first.member.id, isHost: false }))
    const seat = must(await read(code, down)).heard.mine?.seat
    must(await pressAs(site.rooms, { code, secret: host, command: { do: 'name-host', seat, isHost: false } }))
    expect([await isHost(off), await isHost(down)]).toEqual([false, false])
    expect(must(await enterRoom(on(second), { room })).isHost).toBe(false)
    const last = await changeHosts(on(second), { room, member: site.host.member.id, isHost: false })
    expect(codeOf(last)).toBe('rooms/last-host')
  })

  test('is taken under a name only where the room has names', async () => {
    const named = await openedRoom(site)
    expect(codeOf(await sit(named.code, { name: '  ' }))).toBe('rooms/name-missing')
    expect(codeOf(await sit(named.code, { name: 'x'.repeat(41) }))).toBe('rooms/name-too-long')
    const nameless = await openedRoom(site, { settings: { naming: 'nothing' } })
    const secret = must(await sit(nameless.code, { name: 'Ada Lovelace' })).secret
    expect(must(await read(nameless.code, secret)).heard.mine?.name).toBe('')
    const command = { do: 'rename', name: 'Ada' }
    expect(codeOf(await pressAs(site.rooms, { code: nameless.code, secret, command }))).toBe(
      'rooms/no-names-here',
    )
  })

  test('is carried to another device once, within ten minutes, and into its own room only', async () => {
    const { code } = await openedRoom(site)
    const other = await openedRoom(site)
    const secret = await sitIn(site.rooms, { code, name: 'Ada' })
    const offer = async () => must(await offerSeat({ rooms: site.rooms }, { code, secret })).offer
    const take = (given: string, into = code) =>
      takeOfferedSeat({ rooms: site.rooms }, { code: into, offer: given })
    const first = await offer()
    const taken = must(await take(first))
    expect(taken.secret).not.toBe(secret)
    expect(must(await read(code, taken.secret)).heard.mine).toEqual(must(await read(code, secret)).heard.mine)
    expect(codeOf(await take(first))).toBe('rooms/offer-over')
    expect(codeOf(await take(await offer(), other.code))).toBe('rooms/offer-over')
    const late = await offer()
    site.clock.pass(10 * 60_000)
    expect(codeOf(await take(late))).toBe('rooms/offer-over')
    expect(codeOf(await take('x'.repeat(43)))).toBe('rooms/offer-over')
  })
})

test('in all of this nothing failed that nobody foresaw', () => {
  expect(site.incidents).toEqual([])
})
