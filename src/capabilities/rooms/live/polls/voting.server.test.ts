import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Poll } from '../../domain/polls/poll.ts'
import { aMemoryLog } from '../memory-log.fixture.ts'
import {
  anonymousPoll,
  aVoter,
  openRoomWithVotes,
  type RoomWithVotes,
  type Voter,
  vote,
} from './voting.fixture.ts'

const aFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-votes-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'rooms')
}

const begin = async (people: number, poll: Partial<Poll> = {}) => {
  const memory = aMemoryLog()
  const folder = await aFolder()
  const room = await openRoomWithVotes({ log: memory.log, folder })
  await room.sit(people)
  await room.votes.act({ by: 1, command: { do: 'open-poll', poll: anonymousPoll(poll) } })
  const voters = Array.from({ length: people }, (_, at) => aVoter(at + 2))
  for (const voter of voters) expect(await voter.fetch(room)).toBe('ok')
  onTestFinished(() => room.close())
  return { memory, folder, room, voters }
}

const show = (room: RoomWithVotes, isShown = true) =>
  room.votes.act({ by: 1, command: { do: 'show-poll', poll: 'tired', isShown } })
const close = (room: RoomWithVotes) => room.votes.act({ by: 1, command: { do: 'close-poll', poll: 'tired' } })
const pollOf = (room: RoomWithVotes) => room.room.run.polls.get('tired')
const settled = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}
const all = async (room: RoomWithVotes, voters: readonly Voter[], pick = 1) => {
  for (const voter of voters) expect(await vote(room, voter, { picks: [pick] })).toBe('ok')
}

test('a vote without a name is counted once, however often it is sent, and its answer cannot be changed', async () => {
  const { room, voters } = await begin(6)
  const [first] = voters
  if (!first) throw new Error('nobody')
  await all(room, voters)
  expect(await vote(room, first, { picks: [1] })).toBe('ok')
  expect(await vote(room, first, { picks: [2] })).toBe('rooms/vote-in-already')
  await show(room)
  expect(pollOf(room)?.tally).toEqual({ answered: 6, counts: [0, 6, 0], words: [] })
})

test('a seat has one ticket: the same is given again after a lost answer, another one is not', async () => {
  const { room, voters } = await begin(5)
  const [first] = voters
  if (!first) throw new Error('nobody')
  expect(await first.fetch(room)).toBe('ok')
  expect(await aVoter(first.seat).fetch(room)).toBe('rooms/ticket-given')
})

test('forged votes, votes of another poll and votes that were exchanged on the way are refused by name', async () => {
  const { room, voters } = await begin(5)
  const [first, second] = voters
  if (!first || !second) throw new Error('nobody')
  const ballot = await first.ballot({ picks: [0] })
  const code = async (sent: unknown) => {
    const said = await room.votes.vote(sent)
    return said.ok ? 'ok' : said.refusal.code
  }
  expect(await code({ ...ballot, choice: { picks: [2] } })).toBe('rooms/ticket-not-valid')
  expect(await code({ ...ballot, ticket: (await second.ballot({ picks: [0] })).ticket })).toBe(
    'rooms/ticket-not-valid',
  )
  expect(await code(await second.ballot({ picks: [7] }))).toBe('rooms/answer-does-not-fit')
  expect(await code({ ...ballot, poll: 'other' })).toBe('rooms/ticket-not-valid')
  expect(await code({ ...ballot, seat: 2 })).toBe('rooms/vote-not-readable')
  expect(await code(undefined)).toBe('rooms/vote-not-readable')
  // Another room has a poll of the same name, and a key of its own.
  const other = await begin(5)
  const stranger = other.voters[0]
  if (!stranger) throw new Error('nobody')
  expect(await code(await stranger.ballot({ picks: [0] }))).toBe('rooms/ticket-not-valid')
})

test('nothing is shown of fewer than five answers, and the host hears why', async () => {
  const { room, voters } = await begin(6)
  await all(room, voters.slice(0, 4))
  expect(await show(room)).toMatchObject({ ok: false, refusal: { code: 'rooms/too-few-answers' } })
  expect(pollOf(room)?.tally).toBeUndefined()
  await close(room)
  expect(await show(room)).toMatchObject({ ok: true })
  expect(pollOf(room)).toMatchObject({ isShown: true, tally: undefined })
})

test('a result is counted once: showing it closes the question, and nobody changes it afterwards', async () => {
  const { room, voters, memory } = await begin(8)
  await all(room, voters.slice(0, 6))
  await show(room)
  const [late] = voters.slice(6)
  if (!late) throw new Error('nobody')
  expect(await vote(room, late, { picks: [0] })).toBe('rooms/poll-closed')
  await show(room, false)
  await show(room)
  const counts = memory.entries().flatMap(({ event }) => (event.kind === 'counted' ? [event.tally] : []))
  expect(counts).toEqual([{ answered: 6, counts: [0, 6, 0], words: [] }])
})

test('whoever sat down after a question was asked gets no ticket for it', async () => {
  const { room } = await begin(5)
  await room.sit(6)
  expect(await aVoter(7).fetch(room)).toBe('rooms/asked-before')
})

test('before the result is shown the log does not know how many answered, nor what', async () => {
  const { room, voters, memory } = await begin(6)
  await all(room, voters)
  await close(room)
  expect(memory.entries().map(({ event }) => event.kind)).not.toContain('counted')
  expect(await show(room)).toMatchObject({ ok: true })
  expect(pollOf(room)?.tally?.answered).toBe(6)
})

test('only a host brings a result out of its box', async () => {
  const { room, voters, memory } = await begin(6)
  await all(room, voters)
  await room.votes.act({ by: 2, command: { do: 'show-poll', poll: 'tired', isShown: true } })
  expect(memory.entries().map(({ event }) => event.kind)).not.toContain('counted')
})

test('a poll that has closed takes no vote, signs no ticket and has no key, and knows again who was in time', async () => {
  const { room, voters, folder } = await begin(6)
  const [first, second] = voters
  if (!first || !second) throw new Error('nobody')
  expect(await vote(room, first, { picks: [0] })).toBe('ok')
  await close(room)
  expect(await vote(room, first, { picks: [0] })).toBe('ok')
  expect(await vote(room, second, { picks: [0] })).toBe('rooms/poll-closed')
  expect(await aVoter(2, { seed: first.seed }).fetch(room)).toBe('rooms/poll-closed')
  await settled(async () => (await readdir(folder)).every((name) => !name.includes('.key')))
})

test('after the result is shown nothing is left of the votes but what was shown', async () => {
  const { room, voters, folder } = await begin(6)
  await all(room, voters)
  await close(room)
  await show(room)
  await settled(async () => (await readdir(folder)).length === 0)
  expect(await vote(room, voters[0] as Voter, { picks: [0] })).toBe('rooms/poll-closed')
})

test('a vote that no database keeps is refused, before it is in the box', async () => {
  const { room, voters } = await begin(6, { kind: 'text', options: [] })
  expect(await vote(room, voters[0] as Voter, { words: 'tired \0' })).toBe('rooms/vote-not-readable')
  expect(await vote(room, voters[0] as Voter, { words: 'tired \ud83d' })).toBe('rooms/vote-not-readable')
  expect(await vote(room, voters[0] as Voter, { words: 'tired \u{1f634}' })).toBe('ok')
})

test('a count that cannot be written shows nothing, and its votes go with the room', async () => {
  const { room, voters, folder, memory } = await begin(6)
  await all(room, voters)
  const { append } = memory.log
  memory.log.append = async (entries, forget) => {
    if (entries.some(({ event }) => event.kind === 'counted')) throw new Error('the database is away')
    await append(entries, forget)
  }
  await expect(show(room)).rejects.toThrow('the database is away')
  expect(pollOf(room)).toMatchObject({ isShown: false, tally: undefined })
  await room.votes.act({ by: 1, command: { do: 'end' } })
  await settled(async () => (await readdir(folder)).length === 0)
})

test('a room that ends takes its votes with it, unread', async () => {
  const { room, voters, folder, memory } = await begin(6)
  await all(room, voters)
  await room.votes.act({ by: 1, command: { do: 'end' } })
  await settled(async () => (await readdir(folder)).length === 0)
  expect(memory.entries().map(({ event }) => event.kind)).not.toContain('counted')
})

test('votes that the server lost are not taken for silence', async () => {
  const { room, voters, folder, memory } = await begin(6)
  await all(room, voters)
  await room.close()
  await rm(folder, { recursive: true })
  const again = await openRoomWithVotes({ log: memory.log, folder })
  onTestFinished(() => again.close())
  expect(await vote(again, voters[0] as Voter, { picks: [1] })).toBe('rooms/votes-lost')
  expect(await show(again)).toMatchObject({ ok: false, refusal: { code: 'rooms/votes-lost' } })
  expect(again.failures).toHaveLength(1)
  expect(existsSync(folder)).toBe(false)
})
