import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../domain/run/commands.ts'
import { aBlock, aPlan, inOrder, wiseCrowds } from '../domain/run/rooms.fixture.ts'
import { type Heard, hear, nothingHeard } from '../domain/stream/hear.ts'
import type { StreamMessage } from '../domain/stream/message.ts'
import { openHallRoom } from './hall-room.server.ts'
import { aMemoryLog } from './memory-log.fixture.ts'

const poll = {
  id: 'p',
  kind: 'single' as const,
  question: 'How was it?',
  options: ['Good', 'Hard'],
  secrecy: 'named' as const,
}
const plan = aPlan([
  aBlock('welcome'),
  aBlock('crowds', { kind: 'format', format: wiseCrowds }),
  aBlock('poll', { kind: 'poll', poll }),
])

const aHall = async (memory = aMemoryLog(), failures?: unknown[]) => {
  const clock = { now: 1_000_000 }
  const room = await openHallRoom({
    plan,
    hasCaptions: true,
    ballots: { folder: join(tmpdir(), 'kith-no-votes'), room: 'none' },
    log: memory.log,
    now: () => clock.now,
    deal: async (run) => inOrder(run, 4),
    readWords: async (numbers) =>
      new Map(
        memory
          .entries()
          .flatMap(({ number, words }) =>
            words && numbers.includes(number) ? [[number, words] as const] : [],
          ),
      ),
    failed: (error) => {
      if (!failures) throw error
      failures.push(error)
    },
  })
  const page = (seat: number) => {
    let heard: Heard = nothingHeard
    const texts: string[] = []
    let isHungUp = false
    const listener = {
      seat,
      send: (text: string) => {
        texts.push(text)
        const data = /data:(.*)\n\n/.exec(text)?.[1]
        if (data) heard = hear(heard, JSON.parse(data) as StreamMessage)
      },
      backlog: () => 0,
      hangUp: () => {
        isHungUp = true
      },
    }
    room.listen(listener)
    return { heard: () => heard, texts, isHungUp: () => isHungUp, close: () => room.hangUp(listener) }
  }
  const sit = (seat: number, isHost = false) =>
    room.act({
      by: 'house',
      command: { do: 'sit', seat, name: `P${seat}`, profession: '', isHost, held: {} },
    })
  return { room, memory, page, sit, clock }
}

const settled = () => sleep(300)

describe('pages that listen to a room', () => {
  it('hear in one group what is said there, and nothing of it elsewhere', async () => {
    const { room, page, sit } = await aHall()
    await sit(1, true)
    for (let seat = 2; seat <= 9; seat += 1) await sit(seat)
    const pages = new Map([1, 2, 3, 6].map((seat) => [seat, page(seat)]))
    await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    await room.act({ by: 2, command: { do: 'say', to: 'nearby', words: 'Only for us', isQuestion: false } })
    const keeper = [2, 3, 4, 5].find((seat) => room.run.roles.get(seat)?.includes('note-taker')) ?? 0
    await room.act({ by: keeper, command: { do: 'note', words: 'Only ours to keep' } })
    await settled()
    const kept = [...pages.keys()].map((seat) => {
      const page = pages.get(seat)?.texts.join('') ?? ''
      return page.includes('Only ours to keep') && room.see(seat).takeaways?.length === 1
    })
    expect([...pages.keys()]).toEqual([1, 2, 3, 6])
    expect(kept).toEqual([false, true, true, false])
    const heardBy = (seat: number) => pages.get(seat)?.texts.join('').includes('Only for us')
    expect([2, 3, 6, 1].map(heardBy)).toEqual([true, true, false, false])
    await room.close()
  })

  it('do not learn how others voted, nor how many, before the result is shown', async () => {
    const { room, page, sit } = await aHall()
    await sit(1, true)
    for (let seat = 2; seat <= 6; seat += 1) await sit(seat)
    await room.act({ by: 1, command: { do: 'open-poll', poll } })
    const two = page(2)
    two.texts.length = 0
    for (const seat of [3, 4, 5])
      await room.act({ by: seat, command: { do: 'vote', poll: 'p', choice: { picks: [1] } } })
    await settled()
    expect(two.texts.join('')).not.toMatch(/"votes":\{"p"|"counts"|"voted"/)
    await room.act({ by: 1, command: { do: 'show-poll', poll: 'p', isShown: true } })
    await settled()
    expect(two.heard().polls.get('p')?.result).toMatchObject({ answered: 3, counts: [0, 3] })
    await room.close()
  })

  it('all end up with what is true, whenever each of them came, and after a restart too', async () => {
    const command = fc.record({
      by: fc.integer({ min: 1, max: 8 }),
      what: fc.constantFrom(
        'go-on',
        'undo',
        'say',
        'hand',
        'vote',
        'leave',
        'come-back',
        'show',
        'note',
        'page',
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
        const { room, memory, page, sit } = await aHall()
        await sit(1, true)
        for (let seat = 2; seat <= 8; seat += 1) await sit(seat)
        const pages = [{ seat: 2, ...page(2) }]
        for (const { by, what } of commands) {
          const { move } = room.run
          const asked: Record<string, Command> = {
            'go-on': { do: 'go-on', move },
            undo: { do: 'undo', move },
            say: { do: 'say', to: by % 2 ? 'room' : 'nearby', words: `from ${by}`, isQuestion: false },
            hand: { do: 'raise-hand', isUp: true },
            vote: { do: 'vote', poll: 'p', choice: { picks: [by % 2] } },
            leave: { do: 'leave' },
            'come-back': { do: 'come-back' },
            show: { do: 'show-poll', poll: 'p', isShown: true },
            note: { do: 'note', words: 'Ask for cover' },
          }
          const pressed = asked[what]
          if (!pressed) pages.push({ seat: by, ...page(by) })
          else await room.act({ by: ['go-on', 'undo', 'show'].includes(what) ? 1 : by, command: pressed })
        }
        await settled()
        for (const { seat, heard } of pages) {
          const { announced: _, ...knows } = heard()
          const seen = JSON.parse(JSON.stringify(room.see(seat))) as StreamMessage
          const { announced: __, ...truth } = hear(nothingHeard, seen)
          expect({ ...knows, n: 0, said: 0, takeaways: [...knows.takeaways] }).toEqual({
            ...truth,
            n: 0,
            said: 0,
            takeaways: [...truth.takeaways],
          })
          // Who came to another group keeps what she heard before; what she is sent now she has, too.
          for (const [number, said] of truth.said)
            if (said.words) expect(knows.said.get(number)).toEqual(said)
        }
        const seen = Object.fromEntries([1, 2, 5].map((seat) => [seat, room.see(seat)]))
        await room.close()
        const again = await aHall(memory)
        for (const seat of [1, 2, 5]) expect(again.room.see(seat)).toEqual(seen[seat])
        await again.room.close()
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it('hear a bell that could not be written the first time', async () => {
    const failures: unknown[] = []
    const { room, memory, sit, clock } = await aHall(aMemoryLog(), failures)
    await sit(1, true)
    for (let seat = 2; seat <= 5; seat += 1) await sit(seat)
    for (let at = 0; at < 2; at += 1) await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    const { move } = room.run
    clock.now += 120_001
    await room.act({ by: 1, command: { do: 'pause', move } })
    await room.act({ by: 1, command: { do: 'resume', move: move + 1 } })
    memory.fail('before')
    while (failures.length === 0) await sleep(5)
    memory.fail(undefined)
    const before = room.run.move
    while (room.run.move === before) await sleep(20)
    expect(room.run.at?.step).toBe(1)
    await room.close()
  }, 10_000)

  it('hear what was announced in this step also when they open afterwards, and not in the next', async () => {
    const { room, page, sit } = await aHall()
    await sit(1, true)
    await sit(2)
    await room.act({ by: 1, command: { do: 'announce', words: 'The kitchen closes at two.' } })
    expect(page(2).heard().announced).toBe('The kitchen closes at two.')
    await room.act({ by: 1, command: { do: 'go-on', move: room.run.move } })
    expect(page(2).heard().announced).toBeUndefined()
    await room.close()
  })

  it('have the words of an old message, and keep them when somebody agrees with it', async () => {
    const { room, page, sit } = await aHall()
    await sit(1, true)
    await sit(2)
    await sit(3)
    const early = page(2)
    const say = (words: string, to: 'room' | 'hosts' = 'room') =>
      room.act({ by: 1, command: { do: 'say', to, words, isQuestion: false } })
    const first = await say('The first')
    if (!first.ok) throw new Error('refused')
    // So many among hosts that what was said to the room is no more in memory.
    for (let at = 0; at < 501; at += 1) await say(`Among us ${at}`, 'hosts')
    await room.act({ by: 3, command: { do: 'upvote', said: first.value.number, isUp: true } })
    const late = page(3)
    await settled()
    for (const { heard } of [early, late])
      expect(heard().said.get(first.value.number)).toMatchObject({ words: 'The first', upvotes: 1 })
    await room.act({ by: 1, command: { do: 'take-back', said: first.value.number } })
    await settled()
    expect(early.heard().said.get(first.value.number)).toMatchObject({ isRemoved: true })
    expect(early.heard().said.get(first.value.number)?.words).toBeUndefined()
    await room.close()
  })

  it('come back for all of it when nobody knows what was written', async () => {
    const { room, memory, page, sit } = await aHall()
    await sit(1, true)
    await sit(2)
    const two = page(2)
    memory.fail('after')
    const said = { do: 'say', to: 'room', words: 'Half heard', isQuestion: false } as const
    await room.act({ by: 1, command: said, id: crypto.randomUUID() }).catch(() => {})
    memory.fail(undefined)
    expect(two.isHungUp()).toBe(true)
    await settled()
    expect([...page(2).heard().said.values()].map(({ words }) => words)).toEqual(['Half heard'])
    await room.close()
  })

  it('hear captions of whoever was asked to write them, and signs without a name; neither is in the log', async () => {
    const { room, memory, page, sit } = await aHall()
    await sit(1, true)
    await sit(2)
    await sit(3)
    const one = page(3)
    const caption = { pass: 'caption', words: 'Good evening.' } as const
    expect(room.pass(2, caption)).toEqual({ ok: false, refusal: { code: 'rooms/not-allowed' } })
    await room.act({ by: 1, command: { do: 'name-captioner', seat: 2, isCaptioner: true } })
    const written = memory.entries().length
    expect(room.pass(2, caption).ok).toBe(true)
    for (const seat of [2, 2, 3]) room.pass(seat, { pass: 'sign', sign: 'thanks' })
    await sleep(700)
    expect(one.heard().captions).toEqual(['Good evening.'])
    // Twice within a moment from one seat counts once.
    expect(one.heard().signs.shown).toEqual({ thanks: 2 })
    expect(memory.entries().length).toBe(written)
    await room.close()
  })
})
