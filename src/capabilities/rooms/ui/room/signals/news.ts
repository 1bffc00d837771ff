import { m } from '#messages'
import type { RoomPage } from '../../../domain/room-page.ts'
import { stepShown } from '../../../domain/run/course-shown.ts'
import type { RoomPart } from '../../../domain/run/view.ts'
import type { Heard } from '../../../domain/stream/hear.ts'
import { figure, nameWords, nowWords } from '../room-words.ts'

type Seen = { heard: Heard; state: 'connecting' | 'live' | 'lost' }

/** More than this at once is told as a number: nobody can listen to twenty messages. */
const MOST_READ = 3

/** What to tell somebody who listens to the page, of all that changed: whole sentences, the most important first. */
export const roomNews = (on: { before: Seen; after: Seen; page: RoomPage }): string[] => {
  const { before, after, page } = on
  return [
    ...lineNews(before, after),
    ...stepNews(before.heard, after.heard, page),
    ...announcedNews(before.heard, after.heard),
    ...pollNews(before.heard, after.heard),
    ...resultNews(before.heard, after.heard),
    ...talkNews(before.heard, after.heard),
  ]
}

const lineNews = (before: Seen, after: Seen) => {
  if (before.state === 'live' && after.state === 'lost') return [m.room_lost()]
  return before.state === 'lost' && after.state === 'live' ? [m.room_back()] : []
}

const stepNews = (before: Heard, after: Heard, page: RoomPage): string[] => {
  const { room } = after
  if (!room || !before.room) return []
  if (room.status === 'over') return before.room.status === 'over' ? [] : [m.room_news_over()]
  const shown = stepShown(page.plan, room)
  const isSame =
    JSON.stringify([before.room.at, before.mine?.roles]) === JSON.stringify([room.at, after.mine?.roles])
  if (!shown || isSame) return []
  const { title, text } = nowWords(shown, after, page.language)
  return [m.room_news_step({ step: title, text })]
}

const announcedNews = (before: Heard, after: Heard) =>
  after.announced !== undefined && after.announced !== before.announced
    ? [m.room_news_said({ name: m.room_announced(), words: after.announced })]
    : []

const pollNews = (before: Heard, after: Heard) =>
  [...after.polls.values()]
    .filter(({ poll, state }) => state === 'open' && !before.polls.has(poll.id))
    .map(({ poll }) => m.room_news_poll({ question: poll.question }))

/** Said here: a region that comes to the page with its words in it is not read out. */
const resultNews = (before: Heard, after: Heard) =>
  [...after.polls.values()].flatMap(({ poll, state, isShown, result }) => {
    if (!isShown || before.polls.get(poll.id)?.isShown) return []
    if (!result) return state === 'closed' ? [m.poll_too_few()] : []
    const answers = m.poll_answered({ count: result.answered, shown: figure(result.answered) })
    return [m.poll_announced({ question: poll.question, answers })]
  })

const talkNews = (before: Heard, after: Heard) => {
  const fresh = [...after.said.values()].filter(
    ({ said, by, words }) => !before.said.has(said) && by !== after.mine?.seat && words !== undefined,
  )
  if (fresh.length > MOST_READ) return [m.room_news_many({ n: fresh.length, shown: figure(fresh.length) })]
  return fresh.map(({ by, name, words }) =>
    m.room_news_said({ name: nameWords({ seat: by, name }), words: words ?? '' }),
  )
}

/** Once when a minute is left and once at ten seconds; not where a step was shorter from its beginning. */
export const bellNews = (on: {
  before: number | undefined
  after: number | undefined
  clock: RoomPart['clock'] | undefined
}): string | undefined => {
  const { before, after, clock } = on
  if (before === undefined || after === undefined || clock?.kind !== 'running') return undefined
  const passes = (second: number) =>
    before > second && after <= second && after > second - 9 && clock.length > second * 1_000
  if (passes(60)) return m.room_news_minute()
  return passes(10) ? m.room_news_ten() : undefined
}
