import { describe, expect, it } from 'vitest'
import { aBlock, aPlan, inOrder, wiseCrowds } from '../domain/run/rooms.fixture.ts'
import type { Touched } from '../domain/run/touched.ts'
import { openLiveRoom } from './live-room.server.ts'
import { aMemoryLog } from './memory-log.fixture.ts'

const plan = aPlan([aBlock('welcome'), aBlock('crowds', { kind: 'format', format: wiseCrowds })])
const press = () => crypto.randomUUID()

const opened = async (memory = aMemoryLog()) => {
  const heard: Touched[] = []
  let now = 1_000_000
  const room = await openLiveRoom({
    plan,
    log: memory.log,
    now: () => now,
    deal: async (run) => inOrder(run, 5),
    heard: ({ touched }) => void heard.push(...touched),
  })
  const sit = (seat: number, isHost = false) =>
    room.act({
      by: 'house',
      command: { do: 'sit', seat, name: `P${seat}`, profession: '', isHost, held: {} },
    })
  return {
    room,
    memory,
    heard,
    sit,
    fill: async (people: number) => {
      await sit(1, true)
      for (let seat = 2; seat <= people + 1; seat += 1) await sit(seat)
    },
    goOn: () => room.act({ by: 1, command: { do: 'go-on', move: room.run.move }, id: press() }),
    say: (by: number, words: string, id = press()) =>
      room.act({ by, command: { do: 'say', to: 'room', words, isQuestion: false }, id }),
    pass: (seconds: number) => {
      now += seconds * 1_000
    },
  }
}

describe('a room that is open', () => {
  it('does once what is pressed once, however often the press arrives, also after a restart', async () => {
    const first = await opened()
    await first.fill(3)
    const id = press()
    const answers = await Promise.all([first.say(2, 'Hello', id), first.say(2, 'Hello', id)])
    expect(answers[0]).toEqual(answers[1])
    await first.room.close()
    const second = await opened(first.memory)
    expect(await second.say(2, 'Hello', id)).toEqual(answers[0])
    expect(second.memory.entries().filter(({ event }) => event.kind === 'said')).toHaveLength(1)
  })

  it('lets nobody hear what is not on the disk', async () => {
    const { room, memory, heard, fill, say } = await opened()
    await fill(3)
    heard.length = 0
    memory.fail('before')
    await expect(say(2, 'Hello')).rejects.toThrow('away')
    expect(heard).toEqual([])
    expect(room.run.said.size).toBe(0)
  })

  it('knows what is true after a write of which nobody knows whether it happened', async () => {
    const { room, memory, fill, say } = await opened()
    await fill(3)
    memory.fail('after')
    const id = press()
    await expect(say(2, 'Hello', id)).rejects.toThrow('lost')
    memory.fail(undefined)
    expect((await say(2, 'Hello', id)).ok).toBe(true)
    expect(room.run.said.size).toBe(1)
    expect(memory.entries().filter(({ event }) => event.kind === 'said')).toHaveLength(1)
  })

  it('fails a press that the log does not take alone, and does what came together with it', async () => {
    const { room, fill, say, heard } = await opened()
    await fill(4)
    heard.length = 0
    const answers = await Promise.allSettled([say(2, 'Before'), say(3, 'Not \0 this'), say(4, 'After')])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect([...room.run.said.values()].map(({ by }) => by)).toEqual([2, 4])
    expect(heard.filter(({ part }) => part === 'said')).toHaveLength(2)
  })

  it('writes together what comes together', async () => {
    const { memory, fill, say } = await opened()
    await fill(5)
    const before = memory.writes.length
    await Promise.all(Array.from({ length: 200 }, (_, at) => say(2 + (at % 5), `Word ${at}`)))
    expect(memory.writes.length - before).toBeLessThanOrEqual(3)
    expect(memory.writes.slice(before).reduce((sum, count) => sum + count, 0)).toBe(200)
  })

  it('is the same room after a restart', async () => {
    const first = await opened()
    await first.fill(6)
    await first.goOn()
    await first.goOn()
    await first.say(2, 'Hello')
    await first.room.act({ by: 3, command: { do: 'leave' } })
    await first.room.close()
    const second = await opened(first.memory)
    expect(second.room.run).toEqual(first.room.run)
  })

  it('works out groups anew for people who come while groups are worked out', async () => {
    const memory = aMemoryLog()
    let deals = 0
    const room = await openLiveRoom({
      plan,
      log: memory.log,
      now: () => 0,
      heard: () => {},
      deal: async (run) => {
        deals += 1
        const deal = inOrder(run, 5)
        if (deals === 1)
          await room.act({
            by: 'house',
            command: { do: 'sit', seat: 9, name: '', profession: '', isHost: false, held: {} },
          })
        return deal
      },
    })
    for (const [seat, isHost] of [
      [1, true],
      [2, false],
      [3, false],
      [4, false],
    ] as const)
      await room.act({
        by: 'house',
        command: { do: 'sit', seat, name: '', profession: '', isHost, held: {} },
      })
    await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    expect(await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })).toMatchObject({
      ok: true,
    })
    expect(room.run.groups.flatMap(({ seats }) => seats).toSorted()).toEqual([2, 3, 4, 9])
    expect(deals).toBe(2)
  })

  it('keeps words apart from the log, and forgets them when they are taken away', async () => {
    const { room, memory, fill, say } = await opened()
    await fill(3)
    const said = await say(2, 'Something private')
    if (!said.ok) throw new Error('refused')
    const { number } = said.value
    expect(JSON.stringify(memory.entries().map(({ event }) => event))).not.toContain('private')
    expect(memory.entries().find((entry) => entry.number === number)?.words).toBe('Something private')
    await room.act({ by: 2, command: { do: 'take-back', said: number } })
    expect(memory.forgotten).toEqual([number])
  })
})
