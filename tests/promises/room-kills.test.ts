import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseLog, readWords } from '#capabilities/rooms/data/room-events.server.ts'
import type { Command } from '#capabilities/rooms/domain/run/commands.ts'
import { aBlock, aPlan, inOrder, wiseCrowds } from '#capabilities/rooms/domain/run/rooms.fixture.ts'
import { type Heard, hear, nothingHeard } from '#capabilities/rooms/domain/stream/hear.ts'
import { planRoom } from '#capabilities/rooms/index.server.ts'
import { type HallRoom, openHallRoom } from '#capabilities/rooms/live/hall-room.server.ts'
import type { RoomLog } from '#capabilities/rooms/live/room-log.ts'
import type { RoomId } from '#kernel/ids.ts'
import { must, type RoomsRehearsal, rehearseRooms, wishFor } from '../rehearsal/rooms.ts'
import { asOwner } from './evidence/database-text.ts'

// Seen to fail: with presses that are answered before they are written, with ids of presses that the log does not keep,
// with streams that are told before the disk is, and with a clock that begins anew when a room is opened again.

const kills = Number(process.env.KITH_KILLS ?? 200)
const people = 9
/** The room of a whole afternoon: the longest that 200 lives can walk through. */
const plan = aPlan(
  Array.from({ length: 40 }, (_, at) =>
    at % 2 ? aBlock(`crowds-${at}`, { kind: 'format', format: wiseCrowds }) : aBlock(`talk-${at}`),
  ),
)

let site: RoomsRehearsal
let room: RoomId
beforeAll(async () => {
  site = await rehearseRooms({ now: '2026-11-26T18:00:00Z' })
  room = must(await planRoom({ rooms: site.rooms, actor: site.host }, { wish: wishFor(site.rooms) })).room
})
afterAll(() => site.end())

// A seeded draw, so that a failure can be had again.
const seed = Number(process.env.KITH_SEED ?? 20261126)
const drawer = (from: number) => {
  let state = from >>> 0
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Press = { id: string; by: number; command: Command; answered?: number | undefined; refused?: string }

/** The real log, until the power goes: at the append that was drawn, before it reaches the disk or just after. */
const dying = (log: RoomLog, at: { append: number; when: 'before' | 'after' }, died: () => void): RoomLog => {
  let appends = 0
  const forEver = () => new Promise<never>(() => {})
  return {
    read: log.read,
    append: async (entries, forget) => {
      appends += 1
      if (appends > at.append) return forEver()
      if (appends === at.append && at.when === 'before') {
        died()
        return forEver()
      }
      await log.append(entries, forget)
      if (appends === at.append) {
        died()
        return forEver()
      }
    },
  }
}

const realLog = () =>
  databaseLog({
    database: site.database,
    organisation: site.clinic.organisation.id,
    room,
    whenOver: () => ({ overAt: site.clock.now(), keptUntil: '2026-11-26' }),
  })

const openWith = (log: RoomLog) =>
  openHallRoom({
    plan,
    hasCaptions: false,
    ballots: { folder: join(tmpdir(), 'kith-no-votes'), room },
    log,
    now: () => site.clock.now().getTime(),
    deal: async (run) => inOrder(run, 4),
    readWords: (numbers) =>
      site.database.inOrganisation(site.clinic.organisation.id, (tx) => readWords(tx, { room, numbers })),
    failed: () => {},
  })

/** What a phone shows, put together from nothing but what it was sent. */
const pageOf = (life: HallRoom, seat: number) => {
  let heard: Heard = nothingHeard
  life.listen({
    seat,
    send: (text) => {
      const data = /data:(.*)\n\n/.exec(text)?.[1]
      if (data) heard = hear(heard, JSON.parse(data))
    },
    backlog: () => 0,
    hangUp: () => {},
  })
  return { seat, heard: () => heard }
}

const commandFor = (draw: (below: number) => number, life: HallRoom): { by: number; command: Command } => {
  const { move } = life.run
  const by = 2 + draw(people)
  const host = (command: Command) => ({ by: 1, command })
  switch (draw(9)) {
    case 0:
      return host({ do: 'go-on', move })
    case 1:
      return host(draw(2) ? { do: 'pause', move } : { do: 'resume', move })
    case 2:
      return host({ do: 'extend', move, seconds: 30 })
    case 3:
      return { by, command: { do: 'raise-hand', isUp: draw(2) === 0 } }
    case 4:
      return { by, command: { do: 'note', words: `Kept ${draw(1e6)}` } }
    case 5:
      return { by, command: { do: 'be-ready', isReady: draw(2) === 0 } }
    default:
      return {
        by,
        command: {
          do: 'say',
          to: draw(2) ? 'room' : 'nearby',
          words: `Said ${draw(1e9)}`,
          isQuestion: false,
        },
      }
  }
}

const rows = () =>
  asOwner(site.fresh, async (client) => {
    const events = await client.query<{ number: number; command: string | null; kind: string }>(
      `select number, command, body->>'kind' as kind from org.room_event where room = '${room}' order by number`,
    )
    const words = await client.query<{ number: number; words: string }>(
      `select number, words from org.room_words where room = '${room}'`,
    )
    return { events: events.rows, words: new Map(words.rows.map((row) => [row.number, row.words])) }
  })

test(`in ${kills} kills nothing that was answered is lost, nothing counts twice, and what a page showed was true`, {
  timeout: 120_000 + kills * 1_000,
}, async () => {
  const draw = drawer(seed)
  const all: Press[] = []
  let waiting: Press[] = []
  const press = (life: HallRoom, one: Press) =>
    life.act({ by: one.by, command: one.command, id: one.id }).then((answer) => {
      if (answer.ok) {
        // Whoever asks twice is told the same.
        if (one.answered !== undefined) expect(answer.value.number).toBe(one.answered)
        one.answered = answer.value.number
      } else one.refused = answer.refusal.code
    })

  const first = await openWith(realLog())
  for (let seat = 1; seat <= people + 1; seat += 1)
    await first.act({
      by: 'house',
      command: { do: 'sit', seat, name: `P${seat}`, profession: '', isHost: seat === 1, held: {} },
    })
  await first.close()

  let acknowledged = 0
  for (let kill = 0; kill < kills; kill += 1) {
    let die: () => void = () => {}
    const dead = new Promise<void>((resolve) => {
      die = resolve
    })
    const at = { append: 1 + draw(4), when: draw(2) ? ('before' as const) : ('after' as const) }
    const life = await openWith(dying(realLog(), at, die))
    const pages = [1, 2, 5, 9].map((seat) => pageOf(life, seat))
    // What had no answer is sent again, as phones do, some of it twice; then new presses come.
    for (const one of [...waiting, ...waiting.filter(() => draw(2))]) void press(life, one)
    let isDead = false
    void dead.then(() => {
      isDead = true
    })
    for (let turns = 0; !isDead && turns < 400; turns += 1) {
      for (let together = 0; together <= draw(4); together += 1) {
        const made: Press = { id: crypto.randomUUID(), ...commandFor(draw, life) }
        all.push(made)
        void press(life, made)
      }
      site.clock.pass(draw(900))
      await new Promise((resolve) => setTimeout(resolve, draw(3)))
    }
    await dead
    const seen = pages.map((page) => ({ seat: page.seat, heard: page.heard() }))
    const { events, words } = await rows()
    acknowledged += all.filter(({ answered }) => answered !== undefined).length
    for (const one of all) {
      if (one.answered === undefined) continue
      const kept = events.find(({ command }) => command === one.id)
      if (kept && 'words' in one.command && kept.kind === 'said')
        expect(words.get(kept.number)).toBe(one.command.words)
      expect(events.length).toBeGreaterThanOrEqual(one.answered)
    }
    waiting = all.filter(({ answered, refused }) => answered === undefined && refused === undefined)
    // Long ago is looked at already.
    all.splice(0, all.length, ...waiting)

    const back = await openWith(realLog())
    for (const { seat, heard } of seen) {
      const truth = hear(nothingHeard, JSON.parse(JSON.stringify(back.see(seat))))
      expect(heard.n).toBeLessThanOrEqual(truth.n)
      for (const [number, said] of heard.said) expect(words.get(number)).toBe(said.words)
      if (heard.n !== truth.n) continue
      expect(heard.room).toEqual(truth.room)
      expect(heard.mine).toEqual(truth.mine)
      expect(heard.group).toEqual(truth.group)
    }
    await back.close()
  }

  const last = await openWith(realLog())
  await Promise.all(waiting.map((one) => press(last, one)))
  await last.close()
  const { events } = await rows()
  expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1))
  // A press may lead to several events, but those stand together: it was taken once.
  const placesOf = new Map<string, number[]>()
  for (const { command, number } of events)
    if (command !== null) placesOf.set(command, [...(placesOf.get(command) ?? []), number])
  for (const places of placesOf.values()) expect(places).toEqual(places.map((_, at) => (places[0] ?? 0) + at))
  process.stdout.write(`${kills} kills, ${acknowledged} answers, ${events.length} events\n`)
  expect(acknowledged).toBeGreaterThan(kills)
})
