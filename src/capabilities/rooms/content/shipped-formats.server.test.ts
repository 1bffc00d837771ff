import { describe, expect, it } from 'vitest'
import { secondsOf, turnsOf } from '../domain/format/course.ts'
import { type Format, type Step, stepsOf, turnPart } from '../domain/format/format.ts'
import { stepNow, takingPart } from '../domain/run/place.ts'
import { aBlock, aPlan, aRoom } from '../domain/run/rooms.fixture.ts'
import { loadFormats } from './load-formats.server.ts'
import { type Published, timings } from './published-times.fixture.ts'

const shipped = await loadFormats({ folder: 'content/formats' })
const languages = ['en', 'es', 'fr', 'ar']
const sizes = [3, 5, 8, 24]

const stageOf = (format: Format) =>
  format.roles.flatMap((role) => (role.kind === 'part' && role.whose === 'stage' ? [role] : []))

/** How many groups so many people make; undefined where the format's sizes do not allow it. */
const groupsFor = (format: Format, people: number): number | undefined => {
  if (format.groups === 'everyone') return 0
  const { least, ideal, most } = format.groups
  const seated = people - stageOf(format).reduce((all, role) => all + role.least, 0)
  const possible = Array.from({ length: people }, (_, at) => at + 1).filter(
    (groups) => groups * least <= seated && seated <= groups * most,
  )
  return possible.toSorted(
    (one, other) => Math.abs(seated / one - ideal) - Math.abs(seated / other - ideal),
  )[0]
}

type Room = ReturnType<typeof aRoom>

/** Everybody into so many groups; from turn to turn in another order. */
const dealFor = ({ run }: Room, groups: number) => {
  const seats = takingPart(run)
  const by = (run.at?.turn ?? 0) + 1
  const turned = seats.map((_, at) => seats[(at * (seats.length % by === 0 ? 1 : by)) % seats.length] ?? 0)
  const isWhole = new Set(turned).size === seats.length
  const dealt = isWhole ? turned : seats
  return {
    groups: Array.from({ length: groups }, (_, group) => ({
      name: `Group ${group + 1}`,
      seats: dealt.filter((_, at) => at % groups === group),
    })),
  }
}

const choose = (room: Room, format: Format) => {
  let seat = 2
  for (const { id, least } of stageOf(format))
    for (let at = 0; at < least; at += 1) {
      expect(room.act(1, { do: 'choose', seat, part: id })).toBe('ok')
      seat += 1
    }
}

type Seen = { step: Step; turn: number; takers: number[]; roles: ReadonlyMap<number, readonly string[]> }

/** From the first step to the last bell; nobody presses anything after the beginning. */
const play = (format: Format, people: number, during: (room: Room, step: Step) => void = () => {}) => {
  const groups = groupsFor(format, people) ?? 0
  const room = aRoom(aPlan([aBlock('played', { format })]))
  room.fill(people)
  expect(room.goOn(groups > 0 ? dealFor(room, groups) : undefined)).toBe('ok')
  choose(room, format)
  const part = turnPart(format)?.id
  const seen: Seen[] = []
  const from = room.now()
  while (room.run.clock.kind === 'running') {
    const step = stepNow(room.run)
    if (!step || seen.length > 500) throw new Error('The format does not end')
    const takers = [...room.run.roles].flatMap(([seat, roles]) =>
      part && roles.includes(part) ? [seat] : [],
    )
    seen.push({ step, turn: room.run.at?.turn ?? 0, takers, roles: new Map(room.run.roles) })
    during(room, step)
    room.pass(step.seconds ?? 0)
    const deal = groups > 0 ? dealFor(room, groups) : undefined
    expect(room.act('house', { do: 'ring', move: room.run.move, deal })).toBe('ok')
  }
  return { room, seen, groups, minutes: (room.now() - from) / 60_000 }
}

const played = [...shipped.values()].flatMap(({ id, format }) =>
  (timings[id]?.with ?? []).map((people) => ({ id, people, format })),
)

const isAsPublished = (step: Step, published: Published | undefined) => {
  if (published === 'ours') return true
  const [least, most] = typeof published === 'object' ? published : [published, published]
  const minutes = (step.seconds ?? 0) / 60
  return least !== undefined && most !== undefined && least <= minutes && minutes <= most
}

describe('the times of the shipped formats', () => {
  it('stand in the table of published times, every format and every step', () => {
    expect(Object.keys(timings).sort()).toEqual([...shipped.keys()].sort())
    for (const { id, format } of shipped.values())
      for (const phase of ['before', 'turn', 'after'] as const) {
        const published = timings[id]?.[phase] ?? []
        expect(published, `${id}, ${phase}`).toHaveLength(format[phase].length)
        for (const [at, step] of format[phase].entries())
          expect(isAsPublished(step, published[at]), `${id}, ${step.id}`).toBe(true)
      }
  })

  it('allow every size of room for which the table says so, and no other', () => {
    for (const { id, format } of shipped.values())
      if (format.groups !== 'everyone')
        expect(timings[id]?.with, id).toEqual(sizes.filter((people) => groupsFor(format, people)))
  })

  it('are fifteen minutes for each client of Wise Crowds, and 56 in a large room', () => {
    const small = shipped.get('wise-crowds-small')?.format
    const large = shipped.get('wise-crowds-large')?.format
    if (!small || !large) throw new Error('Wise Crowds is missing')
    expect([5, 8, 24].map((people) => play(small, people).minutes)).toEqual([5 * 15, 4 * 15, 5 * 15])
    expect(play(large, 24).minutes).toBe(56)
  })
})

describe.each(played)('$id with $people people', ({ id, people, format }) => {
  it('comes to its end by the bell alone, in its published time', () => {
    const { room, minutes, groups } = play(format, people)
    expect(room.run.clock.kind).toBe('rung')
    const largest = groups === 0 ? 1 : Math.ceil(people / groups)
    expect(minutes * 60).toBe(secondsOf(format, turnsOf(format, largest)))
    const whole = timings[id]?.whole
    if (whole !== undefined) expect(minutes).toBe(whole)
  })

  it('lets nobody write who has turned away, and everybody whose word it is', () => {
    const tried = { turnedAway: 0, speaking: 0 }
    play(format, people, (room, step) => {
      const say = (seat: number) =>
        room.act(seat, { do: 'say', to: 'room', words: 'I think', isQuestion: false })
      // Nobody ends a turn, her own or another's, by taking one.
      if (step.turnedAway.length > 0)
        for (const seat of takingPart(room.run)) room.act(seat, { do: 'take-turn' })
      for (const [seat, roles] of room.run.roles) {
        const isAway = roles.some((role) => step.turnedAway.includes(role))
        const speaks = typeof step.speaks === 'string' ? step.speaks === 'everyone' : undefined
        const maySpeak = speaks ?? roles.some((role) => step.speaks.includes(role))
        if (isAway) {
          tried.turnedAway += 1
          expect(say(seat)).toBe('rooms/turned-away')
          expect(room.act(seat, { do: 'note', words: 'I think' })).toBe('rooms/turned-away')
          const near = room.act(seat, { do: 'say', to: 'nearby', words: 'I think', isQuestion: true })
          expect(near).toBe('rooms/turned-away')
          expect(room.act(seat, { do: 'ask', words: 'I think' })).not.toBe('ok')
        } else if (maySpeak) {
          tried.speaking += 1
          expect(say(seat), `${step.id}, ${roles.join(' ')}`).toBe('ok')
        }
      }
    })
    const hasRoles = format.roles.length > 0
    if (stepsOf(format).some(({ turnedAway }) => turnedAway.length > 0))
      expect(tried.turnedAway).toBeGreaterThan(0)
    if (hasRoles) expect(tried.speaking).toBeGreaterThan(0)
  })

  it('lets nobody at all write in a step in which nobody speaks', () => {
    play(format, people, (room, step) => {
      if (step.speaks !== 'nobody') return
      for (const seat of takingPart(room.run))
        expect(
          room.act(seat, { do: 'say', to: 'room', words: 'I think', isQuestion: false }),
          step.id,
        ).not.toBe('ok')
    })
  })

  it('gives a turn to one of each group at a time, and to nobody twice', () => {
    const { seen, room, groups } = play(format, people)
    if (!turnPart(format)) return
    const turns = [...new Set(seen.map(({ turn }) => turn))].filter((turn) => turn > 0)
    const takers = turns.flatMap((turn) => seen.find((one) => one.turn === turn)?.takers ?? [])
    for (const { turn, takers: now } of seen)
      expect(now).toEqual(turn === 0 ? [] : (seen.find((one) => one.turn === turn)?.takers ?? []))
    expect(new Set(takers).size).toBe(takers.length)
    if (format.turns === 'each') expect(takers.toSorted((a, b) => a - b)).toEqual(takingPart(room.run))
    else expect(takers).toHaveLength(groups * format.turns)
  })
})

describe('the words of the shipped formats', () => {
  it('tell everybody in every step what to do, whatever her role and in each language', () => {
    for (const { id, format } of shipped.values())
      for (const step of stepsOf(format))
        for (const role of [undefined, ...format.roles.map((one) => one.id)]) {
          const words = (role === undefined ? undefined : step.textFor[role]) ?? step.text
          for (const language of languages)
            expect(words[language]?.trim(), `${id}, ${step.id}, ${role}, ${language}`).toBeTruthy()
        }
  })

  it('give whoever leads something to say in every step', () => {
    for (const { id, format } of shipped.values())
      for (const step of stepsOf(format))
        for (const language of languages)
          expect(step.say?.[language]?.trim(), `${id}, ${step.id}, ${language}`).toBeTruthy()
  })

  it('tell whoever has turned away that she cannot write, in a text of her own', () => {
    for (const { id, format } of shipped.values())
      for (const step of stepsOf(format))
        for (const part of step.turnedAway) expect(step.textFor[part], `${id}, ${step.id}`).toBeDefined()
  })

  it('describe the picture and every sound, for whoever cannot see or hear them', () => {
    const stays = [...shipped.values()].flatMap(({ format }) =>
      stepsOf(format).flatMap(({ stay }) => stay ?? []),
    )
    expect(stays.map(({ kind }) => kind).sort()).toEqual(['image', 'sound', 'sound', 'sound'])
    for (const { description } of stays) expect(Object.keys(description)).toEqual(languages)
  })
})
