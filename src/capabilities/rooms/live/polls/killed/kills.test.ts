import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { apply } from '../../../domain/run/apply/apply.ts'
import type { HostCommand, HouseCommand } from '../../../domain/run/commands.ts'
import { aBlock, aPlan } from '../../../domain/run/rooms.fixture.ts'
import { emptyRun } from '../../../domain/run/state.ts'
import { anonymousPoll, aVoter, type Voter, vote } from '../voting.fixture.ts'
import { aFileLog } from './file-log.fixture.ts'
import { type Child, runChild, WasKilled } from './run-child.fixture.ts'

const KILLS = Number(process.env.KITH_KILLS ?? 10)
const PEOPLE = 30

/** A room that is killed again and again, at a moment that nobody chose, and is there again. */
const aKilledRoom = async () => {
  const base = await mkdtemp(join(tmpdir(), 'kith-votes-'))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const on = { file: join(base, 'log'), folder: join(base, 'rooms') }
  let child = runChild(on)
  let isOver = false
  let kills = 0
  const killing = (async () => {
    while (!isOver) {
      // Some while it opens, most while it is at work.
      if (kills % 4 !== 3) await child.opened
      await sleep(Math.random() * (kills % 4 === 3 ? 400 : 900))
      if (isOver) break
      await child.kill()
      kills += 1
      child = runChild(on)
      if (kills >= KILLS) break
    }
  })()
  /** As a page does: again and again, with the same bytes, until there is an answer. */
  const untilAnswered = async <T>(work: (now: Child) => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        const now = child
        await now.opened
        return await work(now)
      } catch (error) {
        if (!(error instanceof WasKilled)) throw error
        await sleep(5)
      }
    }
  }
  const press = (by: number | 'house', command: HostCommand | HouseCommand) => {
    const id = by === 'house' ? undefined : crypto.randomUUID()
    return untilAnswered((now) => now.act({ by, command, id }))
  }
  return {
    on,
    untilAnswered,
    press,
    rest: async () => {
      await killing
      isOver = true
      return kills
    },
    kill: () => child.kill(),
    log: () => aFileLog(on.file),
  }
}

const runOf = async (log: { read(): ReturnType<ReturnType<typeof aFileLog>['read']> }) => {
  const run = emptyRun(aPlan([aBlock('welcome')]))
  for (const { event } of await log.read()) apply(run, event)
  return run
}

const answerAll = async (room: Awaited<ReturnType<typeof aKilledRoom>>, voters: readonly Voter[]) => {
  const said = await Promise.all(
    voters.map(async (voter, at) => {
      await sleep(Math.random() * 200 * KILLS)
      expect(await room.untilAnswered((now) => voter.fetch(now))).toBe('ok')
      await sleep(Math.random() * 200 * KILLS)
      return room.untilAnswered((now) => vote(now, voter, { picks: [at % 3] }))
    }),
  )
  expect(said.every((one) => one === 'ok')).toBe(true)
}

test(`after ${KILLS} kills at any moment no vote is lost, none counts twice, and nothing is left of them`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  const room = await aKilledRoom()
  for (let seat = 1; seat <= PEOPLE + 1; seat += 1)
    await room.press('house', {
      do: 'sit',
      seat,
      name: `P${seat}`,
      profession: '',
      isHost: seat === 1,
      held: {},
    })
  await room.press(1, { do: 'open-poll', poll: anonymousPoll() })
  const voters = Array.from({ length: PEOPLE }, (_, at) => aVoter(at + 2))
  await answerAll(room, voters)
  await room.press(1, { do: 'close-poll', poll: 'tired' })
  const shown = await room.press(1, { do: 'show-poll', poll: 'tired', isShown: true })
  expect(shown).toMatchObject({ ok: true })
  expect(await room.rest()).toBeGreaterThan(0)

  // Each says it once more, as a page does that never heard the answer.
  for (const voter of voters)
    expect(['ok', 'rooms/vote-in-already', 'rooms/poll-closed']).toContain(
      await room.untilAnswered((now) => vote(now, voter, { picks: [0] })),
    )
  while ((await readdir(room.on.folder)).length > 0) await sleep(10)
  await room.kill()
  const run = await runOf(room.log())
  expect(run.polls.get('tired')?.tally).toEqual({
    answered: PEOPLE,
    counts: [PEOPLE / 3, PEOPLE / 3, PEOPLE / 3],
    words: [],
  })
  expect(run.polls.get('tired')?.ticketed.size).toBe(PEOPLE)
})
