import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply } from './apply/apply.ts'
import { stepNow, takingPart } from './place.ts'
import { aBlock, aFormat, aPlan, aRoom, aStep, inOrder, wiseCrowds } from './rooms.fixture.ts'
import { emptyRun } from './state.ts'

const crowd = () => {
  const room = aRoom(aPlan([aBlock('welcome'), aBlock('crowds', { kind: 'format', format: wiseCrowds })]))
  room.fill(5)
  room.goOn()
  room.goOn(inOrder(room.run, 5))
  return room
}

const clientOf = (room: ReturnType<typeof crowd>) =>
  [...room.run.roles].find(([, roles]) => roles.includes('client'))?.[0]

describe('Wise Crowds', () => {
  it('gives everybody one turn as the client, each with the four steps in their length, and looks back once', () => {
    const room = crowd()
    const seen: [number | undefined, string | undefined][] = []
    for (let at = 0; at < 21; at += 1) {
      const step = stepNow(room.run)
      seen.push([clientOf(room), step?.id])
      room.pass(step?.seconds ?? 0)
      expect(room.ring()).toBe('ok')
    }
    const turn = ['present', 'clarify', 'turned-away', 'feedback']
    expect(seen.slice(0, 20)).toEqual([2, 3, 4, 5, 6].flatMap((client) => turn.map((step) => [client, step])))
    expect(seen[20]?.[1]).toBe('look-back')
    expect(room.run.clock.kind).toBe('rung')
    expect(room.now() - 1_000_000).toBe(5 * 15 * 60_000 + 60_000)
  })

  it('lets nobody who has turned away write, and lets the others', () => {
    const room = crowd()
    room.goOn()
    room.goOn()
    expect(stepNow(room.run)?.id).toBe('turned-away')
    expect(room.act(2, { do: 'say', to: 'nearby', words: 'Yes, but', isQuestion: false })).toBe(
      'rooms/turned-away',
    )
    expect(room.act(2, { do: 'say', to: 'room', words: 'Yes, but', isQuestion: false })).toBe(
      'rooms/turned-away',
    )
    expect(room.act(3, { do: 'say', to: 'nearby', words: 'I wonder', isQuestion: false })).toBe('ok')
  })

  it('takes no new name from her meanwhile: a name is forty letters to say something with', () => {
    const room = crowd()
    room.goOn()
    room.goOn()
    expect(room.act(2, { do: 'rename', name: 'Yes, but' })).toBe('rooms/turned-away')
    expect(room.act(3, { do: 'rename', name: 'Nia' })).toBe('ok')
  })

  it('lets only the client write while she presents', () => {
    const room = crowd()
    expect(room.act(3, { do: 'say', to: 'nearby', words: 'Me too', isQuestion: false })).toBe(
      'rooms/not-your-turn-to-write',
    )
    expect(room.act(2, { do: 'ask', words: 'How do I begin?' })).toBe('ok')
    expect(room.act(3, { do: 'ask', words: 'And I?' })).toBe('rooms/nothing-asked-for')
  })

  it('never gives a duty to the client, and over five turns nobody keeps the time or the notes more than once', () => {
    const room = crowd()
    const times: Record<string, number> = {}
    for (let turn = 0; turn < 5; turn += 1) {
      for (const [seat, roles] of room.run.roles) {
        if (roles.includes('client')) expect(roles).toEqual(['client'])
        for (const role of roles) times[`${seat} ${role}`] = (times[`${seat} ${role}`] ?? 0) + 1
      }
      for (let step = 0; step < 4; step += 1) room.goOn()
    }
    const ofDuty = (duty: string) => [2, 3, 4, 5, 6].map((seat) => times[`${seat} ${duty}`] ?? 0)
    expect(ofDuty('client')).toEqual([1, 1, 1, 1, 1])
    expect(Math.max(...ofDuty('timekeeper')) - Math.min(...ofDuty('timekeeper'))).toBeLessThanOrEqual(1)
    expect(Math.max(...ofDuty('note-taker')) - Math.min(...ofDuty('note-taker'))).toBeLessThanOrEqual(1)
  })

  it('lets a turn wait for somebody who has lost the network', () => {
    const room = crowd()
    room.act('house', { do: 'notice', seat: 3, presence: 'away' })
    const clients = []
    for (let turn = 0; turn < 5; turn += 1) {
      clients.push(clientOf(room))
      if (turn === 2) room.act('house', { do: 'notice', seat: 3, presence: 'here' })
      for (let step = 0; step < 4; step += 1) room.goOn()
    }
    expect(clients).toEqual([2, 4, 5, 3, 6])
  })

  it('goes on with a turn less when somebody leaves, and gives a latecomer a seat at the next turn', () => {
    const room = crowd()
    room.act(6, { do: 'leave' })
    room.sit(9)
    expect(room.run.atTheDoor).toEqual([9])
    for (let step = 0; step < 4; step += 1) room.goOn()
    expect(room.run.groups[0]?.seats).toEqual([2, 3, 4, 5, 9])
    expect(room.run.roles.get(9)).toContain('consultant')
  })
})

describe('the clock', () => {
  it('counts from when a step should have ended, so that many bells add up to no delay', () => {
    const room = crowd()
    room.pass(120.4)
    room.ring()
    expect(room.run.clock).toMatchObject({ kind: 'running', endsAt: 1_000_000 + 120_000 + 180_000 })
  })

  it('gives a step its whole time when the server was away at its beginning', () => {
    const room = crowd()
    room.pass(150)
    room.ring()
    expect(room.run.clock).toMatchObject({ kind: 'running', endsAt: 1_000_000 + 150_000 + 180_000 })
  })

  it('does not ring early, and rings once', () => {
    const room = crowd()
    expect(room.ring()).toBe('rooms/clock-does-not-run')
    const { move } = room.run
    room.pass(120)
    expect(room.act('house', { do: 'ring', move })).toBe('ok')
    expect(room.act('house', { do: 'ring', move })).toBe('rooms/has-moved-on')
  })

  it('keeps what was left in a pause, and adds a minute to it', () => {
    const room = crowd()
    room.pass(20)
    room.act(1, { do: 'pause', move: room.run.move })
    expect(room.run.clock).toMatchObject({ kind: 'paused', left: 100_000 })
    room.pass(1_000)
    room.act(1, { do: 'extend', move: room.run.move, seconds: 60 })
    room.act(1, { do: 'resume', move: room.run.move })
    expect(room.run.clock).toMatchObject({ kind: 'running', endsAt: room.now() + 160_000 })
  })
})

describe('a host', () => {
  it('makes one step when two hosts press at once', () => {
    const room = crowd()
    room.act(1, { do: 'name-host', seat: 2, isHost: true })
    const { move } = room.run
    expect(room.act(1, { do: 'go-on', move })).toBe('ok')
    expect(room.act(2, { do: 'go-on', move })).toBe('rooms/has-moved-on')
    expect(stepNow(room.run)?.id).toBe('clarify')
  })

  it('takes a step back, and finds clock, groups, roles and turns as they were', () => {
    const room = crowd()
    for (let step = 0; step < 3; step += 1) room.goOn()
    room.pass(30)
    const roles = new Map(room.run.roles)
    room.goOn()
    expect(clientOf(room)).toBe(3)
    expect(room.act(1, { do: 'undo', move: room.run.move })).toBe('ok')
    expect(stepNow(room.run)?.id).toBe('feedback')
    expect(room.run.roles).toEqual(roles)
    expect(room.run.clock).toMatchObject({ kind: 'running', endsAt: room.now() + 90_000 })
    room.goOn()
    expect(clientOf(room)).toBe(3)
  })

  it('takes a step back without losing whoever came since', () => {
    const room = crowd()
    room.pass(120)
    room.ring()
    room.sit(20)
    expect(room.act(1, { do: 'undo', move: room.run.move })).toBe('ok')
    expect(room.run.atTheDoor).toEqual([20])
  })

  it('cannot deal groups in which somebody is missing, twice, or a stranger', () => {
    const room = aRoom(aPlan([aBlock('crowds', { format: wiseCrowds })]))
    room.fill(4)
    const deal = (seats: number[]) => room.goOn({ groups: [{ name: 'One', seats }] })
    expect(room.goOn()).toBe('rooms/deal-needed')
    expect(deal([2, 3, 4])).toBe('rooms/deal-does-not-fit')
    expect(deal([2, 3, 4, 4])).toBe('rooms/deal-does-not-fit')
    expect(deal([2, 3, 4, 99])).toBe('rooms/deal-does-not-fit')
    expect(deal([5, 4, 3, 2])).toBe('ok')
  })

  it('is the only one who can press, and nobody can pretend to be the house', () => {
    const room = crowd()
    expect(room.act(2, { do: 'go-on', move: room.run.move })).toBe('rooms/only-hosts')
    expect(room.act(2, { do: 'count', poll: 'x', tally: { answered: 9, counts: [], words: [] } })).toBe(
      'rooms/not-allowed',
    )
    expect(room.act(1, { do: 'ring', move: room.run.move })).toBe('rooms/not-allowed')
    expect(room.act(2, { do: 'constructor' } as never)).toBe('rooms/not-allowed')
  })

  it('stays: the last one cannot leave or be removed', () => {
    const room = crowd()
    expect(room.act(1, { do: 'leave' })).toBe('rooms/last-host')
    expect(room.act(1, { do: 'remove', seat: 1, reason: 'by mistake' })).toBe('rooms/last-host')
  })
})

describe('any session', () => {
  const command = fc.oneof(
    fc.constant({ do: 'go-on' as const }),
    fc.constant({ do: 'undo' as const }),
    fc.constant({ do: 'pause' as const }),
    fc.constant({ do: 'resume' as const }),
    fc.record({ do: fc.constant('extend' as const), seconds: fc.integer({ min: -100, max: 100 }) }),
    fc.record({
      do: fc.constantFrom('leave' as const, 'come-back' as const, 'sit' as const, 'take-turn' as const),
      by: fc.integer({ min: 2, max: 14 }),
    }),
    fc.record({ do: fc.constantFrom('away' as const, 'here' as const), by: fc.integer({ min: 2, max: 14 }) }),
    fc.record({ do: fc.constant('say' as const), by: fc.integer({ min: 1, max: 14 }) }),
    fc.record({
      do: fc.constantFrom('take-duty' as const, 'skip-duty' as const),
      by: fc.integer({ min: 2, max: 14 }),
    }),
    fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 600 }) }),
  )
  const meet = aFormat({
    groups: { least: 2, ideal: 3, most: 4 },
    regroups: 'each-turn',
    turns: 3,
    roles: [{ id: 'timekeeper', kind: 'duty', name: { en: 't' }, task: { en: 't' } }],
    turn: [aStep('talk', { together: 'groups', seconds: 100 })],
  })
  const plan = aPlan([
    aBlock('crowds', { format: wiseCrowds }),
    aBlock('meet', { format: meet }),
    aBlock('end'),
  ])

  const play = (commands: readonly (typeof command extends fc.Arbitrary<infer C> ? C : never)[]) => {
    const room = aRoom(plan)
    room.fill(9)
    for (const one of commands) {
      const { move } = room.run
      if (one.do === 'wait') {
        room.pass(one.seconds)
        const { clock } = room.run
        if (clock.kind === 'running' && clock.endsAt <= room.now())
          room.act('house', { do: 'ring', move, deal: inOrder(room.run, 3) })
      } else if (one.do === 'go-on') room.goOn(inOrder(room.run, 3))
      else if (one.do === 'extend') room.act(1, { do: 'extend', move, seconds: one.seconds })
      else if (one.do === 'undo' || one.do === 'pause' || one.do === 'resume')
        room.act(1, { do: one.do, move })
      else if (one.do === 'sit') room.sit(one.by)
      else if (one.do === 'away' || one.do === 'here')
        room.act('house', { do: 'notice', seat: one.by, presence: one.do })
      else if (one.do === 'say')
        room.act(one.by, { do: 'say', to: 'nearby', words: 'Hello', isQuestion: false })
      else if (one.do === 'take-duty' || one.do === 'skip-duty')
        room.act(one.by, { do: one.do, duty: 'timekeeper' })
      else room.act(one.by, { do: one.do })
      holds(room)
    }
    return room
  }

  const holds = ({ run, now }: ReturnType<typeof aRoom>) => {
    const grouped = run.groups.flatMap(({ seats }) => seats)
    expect(new Set(grouped).size).toBe(grouped.length)
    const present = new Set(takingPart(run))
    for (const seat of [...grouped, ...run.atTheDoor]) expect(present.has(seat)).toBe(true)
    if (run.groups.length > 0) expect(grouped.length + run.atTheDoor.length).toBe(present.size)
    for (const { seats } of run.groups) {
      const clients = seats.filter((seat) => run.roles.get(seat)?.includes('client'))
      const keepers = seats.filter((seat) => run.roles.get(seat)?.includes('timekeeper'))
      expect(clients.length).toBeLessThanOrEqual(1)
      expect(keepers.length).toBeLessThanOrEqual(1)
    }
    for (const times of run.met.values()) expect(times).toBeGreaterThanOrEqual(0)
    if (run.clock.kind === 'running') expect(run.clock.endsAt).toBeGreaterThanOrEqual(now() - 700_000)
  }

  it('keeps everybody in one place and each role with one person, whatever is pressed', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => void play(commands)),
      { numRuns: 500 },
    )
  })

  it('is the same again when its log is replayed from the beginning', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const room = play(commands)
        const log = JSON.parse(JSON.stringify(room.log)) as typeof room.log
        expect(log.reduce(apply, emptyRun(plan))).toEqual(room.run)
      }),
      { numRuns: 200 },
    )
  })
})
