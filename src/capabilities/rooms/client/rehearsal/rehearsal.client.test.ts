import { expect, it, vi } from 'vitest'
import { comingShown, stepShown } from '../../domain/run/course-shown.ts'
import { aBlock, aFormat, aPlan, aStep, wiseCrowds } from '../../domain/run/rooms.fixture.ts'
import { openRehearsal } from './rehearsal.client.ts'

const plan = aPlan([
  aBlock('welcome', { format: aFormat({ turn: [aStep('welcome', { seconds: 60 })] }) }),
  aBlock('crowds', { kind: 'format', format: wiseCrowds }),
  aBlock('vote', {
    kind: 'poll',
    poll: { id: 'p', kind: 'single', question: 'Which?', options: ['A', 'B'], secrecy: 'anonymous' },
  }),
])

/** Chances that come round: every one of them comes up, and two runs are the same. */
const chances = () => {
  let at = 0
  return () => {
    at = (at * 16_807 + 11) % 2_147_483_647
    return at / 2_147_483_647
  }
}

const aRehearsal = () => {
  let clock = 0
  let look = () => {}
  const rehearsal = openRehearsal({
    plan,
    hostName: 'Leila',
    names: ['Amina', 'Ben', 'Carmen', 'Dara', 'Emil', 'Fatou', 'Gil', 'Hana', 'Ines', 'Jon'],
    lines: { said: ['I know this.', 'What helped?'], asked: ['How do I begin?'], noted: ['Ask earlier.'] },
    nameOfGroup: (number) => `Group ${number}`,
    random: chances(),
    monotonic: () => clock,
    every: (_, then) => {
      look = then
      return () => {
        look = () => {}
      }
    },
  })
  const pass = (seconds: number) => {
    for (let at = 0; at < seconds * 2; at += 1) {
      clock += 500
      look()
    }
  }
  const goOn = () => rehearsal.press({ do: 'go-on', move: rehearsal.heard().room?.move ?? 0 })
  return { rehearsal, pass, goOn }
}

it('plays a whole session with people who speak, become ready and vote, and leads through every turn by its bell', async () => {
  const { rehearsal, pass, goOn } = aRehearsal()
  expect(rehearsal.heard().people).toBe(11)
  await goOn()
  pass(61)
  expect(rehearsal.heard().room?.clock.kind).toBe('rung')
  await goOn()
  expect(rehearsal.heard().desk?.groups.map(({ here }) => here)).toEqual([5, 5])
  pass(5 * 900)
  const room = rehearsal.heard().room
  expect(room && stepShown(plan, room)?.step.id).toBe('look-back')
  expect(rehearsal.heard().said.size).toBeGreaterThan(0)
  pass(61)
  await goOn()
  pass(10)
  expect(await rehearsal.press({ do: 'show-poll', poll: 'p', isShown: true })).toMatchObject({ ok: true })
  expect(rehearsal.heard().polls.get('p')?.result?.answered).toBe(10)
})

it('refuses as a room does, and says so with the same code', async () => {
  const { rehearsal, goOn } = aRehearsal()
  await goOn()
  expect(await rehearsal.press({ do: 'go-on', move: 0 })).toEqual({
    ok: false,
    refusal: { code: 'rooms/has-moved-on' },
  })
})

it('runs as much faster as it is told, and keeps the time that has passed', async () => {
  const { rehearsal, pass, goOn } = aRehearsal()
  await goOn()
  pass(10)
  expect(rehearsal.secondsLeft()).toBe(50)
  rehearsal.setSpeed(10)
  pass(4)
  expect(rehearsal.secondsLeft()).toBe(10)
})

it('sends nothing anywhere, and stops when it is closed', async () => {
  const fetch = vi.spyOn(globalThis, 'fetch')
  const { rehearsal, pass, goOn } = aRehearsal()
  await goOn()
  pass(5)
  rehearsal.close()
  const number = rehearsal.heard().n
  pass(600)
  expect(rehearsal.heard().n).toBe(number)
  expect(fetch).not.toHaveBeenCalled()
})

it('knows what comes next, to the end of the plan', async () => {
  const { rehearsal, goOn } = aRehearsal()
  const named: string[] = []
  for (let at = 0; at < 40; at += 1) {
    const room = rehearsal.heard().room
    const coming = room && comingShown(plan, room)
    if (!coming) break
    const promised = coming.step.id
    await goOn()
    const now = rehearsal.heard().room
    expect(now && stepShown(plan, now)?.step.id).toBe(promised)
    named.push(promised)
  }
  expect(named).toHaveLength(1 + 5 * 4 + 1 + 1)
})
