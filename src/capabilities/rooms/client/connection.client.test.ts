import { expect, test } from 'vitest'
import type { RoomPart } from '../domain/run/view.ts'
import { connectRoom } from './connection.client.ts'
import { fakeWorld } from './world.fixture.ts'

const room = (part: Partial<RoomPart> = {}): RoomPart => ({
  status: 'running',
  move: 1,
  at: { block: 0, turn: 0, step: 0 },
  turns: 1,
  clock: { kind: 'open' },
  chat: { isOpen: true, slowSeconds: 0 },
  stage: [],
  spread: { again: 0, isFewest: true, unmixed: [] },
  ...part,
})
const joined = (kept?: Map<string, string>) => {
  const given = fakeWorld(kept)
  const connection = connectRoom({ code: 'MEET-7', world: given.world })
  return { ...given, connection }
}
const say = (words: string) => ({ do: 'say', to: 'room', words, isQuestion: false }) as const

test('a press without an answer is sent again with the same id until somebody answers', async () => {
  const { connection, posts, answer, pass } = joined()
  const pressed = connection.press(say('Here'))
  await answer()
  await pass(1_000)
  await answer({ status: 502, said: undefined })
  await pass(2_000)
  await answer({ status: 200, said: { number: 12 } })
  expect(await pressed).toEqual({ ok: true, number: 12 })
  expect(posts.map(({ press }) => press.id)).toHaveLength(3)
  expect(new Set(posts.map(({ press }) => press.id)).size).toBe(1)
  expect(posts[0]?.address).toBe('/r/MEET-7/press')
  expect(connection.waiting?.()).toEqual([])
})

test('what waits outlives a reload and leaves with the ids that it had', async () => {
  const before = joined()
  void before.connection.press(say('First'))
  void before.connection.press(say('Second'))
  await before.answer()
  const ids = before.connection.waiting?.().map(({ id }) => id)
  before.connection.close()

  const after = joined(before.kept)
  expect(after.connection.waiting?.().map(({ id }) => id)).toEqual(ids)
  await after.answer({ status: 200, said: { number: 1 } })
  await after.answer({ status: 200, said: { number: 2 } })
  expect(after.posts.map(({ press }) => press.id)).toEqual(ids)
  expect(joined(before.kept).connection.waiting?.()).toEqual([])
})

test('presses leave in the order of pressing, one after another', async () => {
  const { connection, posts, answer } = joined()
  void connection.press(say('First'))
  void connection.press(say('Second'))
  expect(posts).toHaveLength(1)
  await answer({ status: 409, said: { code: 'rooms/muted' } })
  expect(posts.map(({ press }) => press.command)).toEqual([say('First'), say('Second')])
})

test('what the room refuses is told and not sent again', async () => {
  const { connection, posts, answer, pass } = joined()
  const pressed = connection.press(say('Now'))
  await answer({ status: 409, said: { code: 'rooms/slow-down', seconds: 4 } })
  expect(await pressed).toEqual({ ok: false, refusal: { code: 'rooms/slow-down', seconds: 4 } })
  await pass(60_000)
  expect(posts).toHaveLength(1)
})

test('words that were refused after a reload are given back, once', async () => {
  const before = joined()
  void before.connection.press(say('Kept'))
  await before.answer()
  before.connection.close()
  const after = joined(before.kept)
  await after.answer({ status: 409, said: { code: 'rooms/has-moved-on' } })
  expect(after.connection.takeReturned?.().map(({ press }) => press.command)).toEqual([say('Kept')])
  expect(after.connection.takeReturned?.()).toEqual([])
})

test('too many presses at once are no refusal: they leave later', async () => {
  const { connection, posts, answer, pass } = joined()
  void connection.press(say('Quick'))
  await answer({ status: 429, said: { code: 'rooms/too-many-presses', seconds: 5 } })
  await pass(1_000)
  expect(posts).toHaveLength(2)
})

test('a press that the site cannot take does not hold up the others for ever', async () => {
  const { connection, posts, answer, pass } = joined()
  const first = connection.press(say('First'))
  void connection.press(say('Second'))
  for (const pause of [0, 1_000, 2_000]) {
    await pass(pause)
    await answer({ status: 500, said: { incident: 'x' } })
  }
  expect(await first).toEqual({ ok: false, refusal: { code: 'no-answer' } })
  expect(posts.at(-1)?.press.command).toEqual(say('Second'))
})

test('ready is said for the step in which it was pressed, and for no later one', async () => {
  const { connection, posts, say: tell, answer, pass } = joined()
  tell({ n: 1, now: 0, room: room() })
  const pressed = connection.press({ do: 'be-ready', isReady: true })
  await answer()
  tell({ n: 2, now: 0, room: room({ move: 2 }) })
  await pass(1_000)
  expect(await pressed).toEqual({ ok: false, refusal: { code: 'rooms/has-moved-on' } })
  expect(posts).toHaveLength(1)
})

test('a device whose clock is wrong shows the time that is left by the clock of the server', async () => {
  const { connection, say: tell, pass } = joined()
  const now = Date.parse('2031-01-01T00:00:00Z')
  tell({ n: 1, now, room: room({ clock: { kind: 'running', endsAt: now + 90_000, length: 90_000 } }) })
  expect(connection.secondsLeft()).toBe(90)
  await pass(30_000)
  expect(connection.secondsLeft()).toBe(60)
})

test('a stream that is refused is opened again and again, each time after a longer pause', async () => {
  const { connection, streams, refuseStream, pass } = joined()
  refuseStream()
  expect(connection.state()).toBe('lost')
  await pass(499)
  expect(streams).toHaveLength(1)
  await pass(1)
  refuseStream()
  await pass(999)
  expect(streams).toHaveLength(2)
  await pass(1)
  expect(streams).toHaveLength(3)
})

test('when the network is back the page is live at once, and what waited leaves at once', async () => {
  const { connection, streams, posts, say: tell, goOffline, comeBack, answer } = joined()
  tell({ n: 1, now: 0, room: room() })
  goOffline()
  expect(connection.state()).toBe('lost')
  void connection.press(say('Written offline'))
  await answer()
  comeBack()
  tell({ n: 2, now: 0, room: room() })
  expect(connection.state()).toBe('live')
  expect(streams).toHaveLength(2)
  expect(posts).toHaveLength(2)
  expect(posts[0]?.press).toEqual(posts[1]?.press)
})

test('a connection that has gone dead without a word is noticed and opened anew', async () => {
  const { connection, streams, say: tell, pass } = joined()
  tell({ n: 1, now: 0, room: room() })
  await pass(50_000)
  streams[0]?.hears.beat()
  await pass(50_000)
  expect(streams).toHaveLength(1)
  await pass(10_000)
  expect(streams[0]?.isClosed).toBe(true)
  expect(streams).toHaveLength(2)
  expect(connection.state()).toBe('lost')
})

test('what an old stream still says is not heard', () => {
  const { connection, streams, say: tell, comeBack, goOffline } = joined()
  goOffline()
  comeBack()
  tell({ n: 9, now: 0, people: 9 })
  streams[0]?.hears.message(JSON.stringify({ n: 3, now: 0, people: 3 }))
  expect(connection.heard().people).toBe(9)
})
