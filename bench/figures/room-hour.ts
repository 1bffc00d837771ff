import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadFormats } from '#capabilities/rooms/content/load-formats.server.ts'
import type { Block } from '#capabilities/rooms/domain/plan/plan.ts'
import type { Poll } from '#capabilities/rooms/domain/polls/poll.ts'
import { stepNow } from '#capabilities/rooms/domain/run/place.ts'
import { dealGroups } from '#capabilities/rooms/live/deal.server.ts'
import { openHallRoom } from '#capabilities/rooms/live/hall-room.server.ts'
import { show } from '../report.ts'

// What one phone is sent in a session of about an hour: the text of its event stream, as it leaves the room, without
// what TCP, TLS and HTTP add. Everybody writes once in each step of a minute or more and gives two signs that she is
// ready, and a poll by name is answered by all and shown. The hour is run through in a few minutes: the clock is ours, the
// pauses in which parts are gathered are real.
const formats = await loadFormats({ folder: join(import.meta.dirname, '../../content/formats') })
const block = (id: string, over: Partial<Block> = {}): Block => {
  const found = formats.get(id)
  if (!found) throw new Error(`There is no format called ${id}.`)
  return {
    ...{ id, kind: found.block, title: id, about: 'What makes the nights so long?', spread: 'new-people' },
    format: found.format,
    ...over,
  }
}
const poll: Poll = {
  id: 'how',
  kind: 'scale',
  question: 'How do you leave?',
  secrecy: 'named',
  options: ['tired', 'as before', 'lighter'],
}
const plan = {
  blocks: [block('welcome'), block('wise-crowds-small'), block('poll', { poll }), block('debrief')],
}
const words = 'I would ask the matron for one fixed night, and see what she says about it.'

/** Bytes sent to the page of one person who takes part. */
const anHour = async (people: number) => {
  let now = 1_800_000_000_000
  const said = new Map<number, string>()
  let number = 0
  const room = await openHallRoom({
    ...{ plan, hasCaptions: false, now: () => now },
    ballots: { folder: join(tmpdir(), 'kith-no-votes'), room: 'none' },
    log: {
      read: async () => [],
      append: async (entries) => {
        for (const entry of entries) {
          number = entry.number
          if (entry.words !== undefined) said.set(number, entry.words)
        }
      },
    },
    deal: (run) => dealGroups(run, { seed: 7, nameOf: (at) => `Group ${at}` }),
    readWords: async (numbers) => new Map([...said].filter(([one]) => numbers.includes(one))),
    failed: (error) => {
      throw error
    },
  })
  const sit = (seat: number) =>
    room.act({
      by: 'house',
      command: { do: 'sit', seat, name: `Amara ${seat}`, profession: 'nurse', isHost: seat === 1, held: {} },
    })
  for (let seat = 1; seat <= people + 1; seat += 1) await sit(seat)
  let bytes = 0
  room.listen({
    seat: 2,
    send: (text) => {
      bytes += Buffer.byteLength(text)
    },
    backlog: () => 0,
    hangUp: () => {},
  })
  const everybody = (command: (seat: number) => Parameters<typeof room.act>[0]['command']) =>
    Promise.all(Array.from({ length: people }, (_, at) => room.act({ by: at + 2, command: command(at + 2) })))
  const began = now
  for (;;) {
    const moved = await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    if (!moved.ok) break
    const seconds = stepNow(room.run)?.seconds ?? 180
    if (seconds >= 60)
      await everybody(() => ({ do: 'say', to: 'nearby', words: `${words} ${now}`, isQuestion: false }))
    await sleep(300)
    if (room.run.polls.get('how')?.state === 'open') {
      await everybody((seat) => ({ do: 'vote', poll: 'how', choice: { picks: [seat % 3] } }))
      await room.act({ by: 1, command: { do: 'show-poll', poll: 'how', isShown: true } })
      await sleep(300)
    }
    now += (seconds - 5) * 1_000
    await everybody(() => ({ do: 'be-ready', isReady: true }))
    await sleep(300)
  }
  await room.close()
  return { bytes, minutes: Math.round((now - began) / 60_000) }
}

for (const people of [8, 300]) {
  const { bytes, minutes } = await anHour(people)
  const anHourLong = Math.round((bytes / minutes) * 60)
  show({
    what: `${people} people, one phone's stream`,
    ours: `${(bytes / 1_000).toFixed(0)} kB in ${minutes} minutes`,
    beside: `${(anHourLong / 1_000).toFixed(0)} kB an hour; one minute of audio at 32 kbit/s is 240 kB`,
    ratio: anHourLong / 60 / 240_000,
  })
}
