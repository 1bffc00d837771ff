import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { hear, nothingHeard } from '../../domain/stream/hear.ts'
import { composeAll } from '../../live/compose-message.server.ts'
import { aMemoryLog } from '../../live/memory-log.fixture.ts'
import { anonymousPoll, openRoomWithVotes, type RoomWithVotes } from '../../live/polls/voting.fixture.ts'
import {
  openVotes,
  type Said,
  type Standing,
  type VotesWorld,
  type VotingConnection,
} from './votes.client.ts'

const aRoom = async (people = 6) => {
  const folder = await mkdtemp(join(tmpdir(), 'kith-votes-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const memory = aMemoryLog()
  const room = await openRoomWithVotes({ log: memory.log, folder: join(folder, 'rooms') })
  onTestFinished(() => room.close())
  await room.sit(people)
  await room.votes.act({ by: 1, command: { do: 'open-poll', poll: anonymousPoll() } })
  return { room, memory }
}

const aShelf = () => {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  }
}

type Page = { seat: number; shelf?: ReturnType<typeof aShelf>; losesTickets?: number; losesVotes?: number }

/** A page of a seat: what it hears, what it sends, and a network that may lose the first answers. */
const aPage = (room: RoomWithVotes, { seat, shelf = aShelf(), losesTickets = 0, losesVotes = 0 }: Page) => {
  const watchers = new Set<() => void>()
  const sent: string[] = []
  const connection: VotingConnection = {
    heard: () => hear(nothingHeard, composeAll({ run: room.room.run, seat, words: () => undefined, now: 0 })),
    press: async () => ({ ok: true }),
    watch: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  }
  const arriving = (loses: number) => {
    let lost = 0
    return async (work: () => Promise<{ ok: boolean }>): Promise<Said> => {
      const answer = (await work()) as { ok: true; value: object } | { ok: false; refusal: { code: string } }
      lost += 1
      if (lost <= loses) return undefined
      return answer.ok ? answer.value : { code: answer.refusal.code }
    }
  }
  const ticketArrives = arriving(losesTickets)
  const voteArrives = arriving(losesVotes)
  const world: VotesWorld = {
    shelf,
    askTicket: ({ poll, blinded }) =>
      ticketArrives(() => room.votes.ticket({ seat, sent: { poll, blinded } })),
    sendVote: ({ body }) => {
      sent.push(body)
      return voteArrives(() => room.votes.vote(JSON.parse(body)))
    },
    random: () => 0.5,
    wait: () => sleep(1),
    alone: (_, work) => work(),
  }
  const votes = openVotes({ connection, code: 'ROOMAB', world })
  const until = async (standing: Standing) => {
    while (votes.standing('tired') !== standing) {
      for (const watcher of watchers) watcher()
      await sleep(2)
    }
  }
  return { votes, shelf, sent, until }
}

const tally = async (room: RoomWithVotes) => {
  await room.votes.act({ by: 1, command: { do: 'show-poll', poll: 'tired', isShown: true } })
  return room.room.run.polls.get('tired')?.tally
}

test('every page fetches its ticket when a poll opens, also of people who never answer', async () => {
  const { room } = await aRoom(5)
  const pages = [2, 3, 4, 5, 6].map((seat) => aPage(room, { seat }))
  for (const { until } of pages) await until('may-choose')
  expect(room.room.run.polls.get('tired')?.ticketed.size).toBe(5)
  expect(pages.flatMap(({ sent }) => sent)).toEqual([])
})

test('a vote whose answers are lost on the way arrives and counts once', async () => {
  const { room } = await aRoom(5)
  const pages = [2, 3, 4, 5, 6].map((seat) => aPage(room, { seat, losesTickets: 2, losesVotes: 2 }))
  for (const { votes, until } of pages) {
    await until('may-choose')
    votes.choose('tired', { picks: [2] })
    await until('received')
  }
  expect(pages.every(({ sent }) => sent.length === 3 && new Set(sent).size === 1)).toBe(true)
  expect(await tally(room)).toEqual({ answered: 5, counts: [0, 0, 5], words: [] })
})

test('a choice made before the ticket has come leaves once it has, and a reload in between loses nothing', async () => {
  const { room } = await aRoom(5)
  const shelf = aShelf()
  const before = aPage(room, { seat: 2, shelf, losesTickets: 1_000 })
  before.votes.choose('tired', { picks: [0] })
  expect(before.votes.standing('tired')).toBe('leaving')
  const after = aPage(room, { seat: 2, shelf })
  await after.until('received')
  expect(JSON.parse(after.sent[0] ?? '').choice).toEqual({ picks: [0] })
})

test('what is sent is of one length, and names neither seat nor person', async () => {
  const { room } = await aRoom(5)
  const bodies: string[] = []
  for (const [seat, pick] of [
    [2, 0],
    [3, 2],
  ] as const) {
    const page = aPage(room, { seat })
    await page.until('may-choose')
    page.votes.choose('tired', { picks: [pick] })
    await page.until('received')
    bodies.push(...page.sent)
  }
  expect(new Set(bodies.map(({ length }) => length)).size).toBe(1)
  expect(Object.keys(JSON.parse(bodies[0] ?? '')).toSorted()).toEqual(
    ['choice', 'poll', 'prefix', 'publicKey', 'signature', 'ticket'].toSorted(),
  )
})

test('another browser of the same seat says where the ticket went', async () => {
  const { room } = await aRoom(5)
  await aPage(room, { seat: 2 }).until('may-choose')
  await aPage(room, { seat: 2 }).until('elsewhere')
})

test('two people who share a browser have a ticket each', async () => {
  const { room } = await aRoom(5)
  const shelf = aShelf()
  await aPage(room, { seat: 2, shelf }).until('may-choose')
  await aPage(room, { seat: 3, shelf }).until('may-choose')
})

test('a vote that comes after the poll has closed says that it does not count', async () => {
  const { room } = await aRoom(5)
  const page = aPage(room, { seat: 2 })
  await page.until('may-choose')
  await room.votes.act({ by: 1, command: { do: 'close-poll', poll: 'tired' } })
  page.votes.choose('tired', { picks: [1] })
  await page.until('came-late')
})

test('when the room is over nothing of its polls stays on the device', async () => {
  const { room } = await aRoom(5)
  const page = aPage(room, { seat: 2 })
  await page.until('may-choose')
  expect(page.shelf.kept.size).toBe(1)
  await room.votes.act({ by: 1, command: { do: 'end' } })
  await page.until('waits-for-ticket')
  expect(page.shelf.kept.size).toBe(0)
})
