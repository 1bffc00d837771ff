import type { DeskPart } from '../run/desk.ts'
import type { GroupPart, MyPart, PollPart, RoomPart } from '../run/view.ts'
import type { SaidPart, StreamMessage, TakeawayPart } from './message.ts'
import type { Sign } from './passing.ts'

/** What a page knows of the room, put together from what its stream has said. */
export type Heard = {
  n: number
  room: RoomPart | undefined
  people: number
  mine: MyPart | undefined
  group: GroupPart | undefined
  polls: ReadonlyMap<string, PollPart>
  said: ReadonlyMap<number, SaidPart>
  takeaways: ReadonlyMap<number, TakeawayPart>
  announced: string | undefined
  /** The newest lines of what is said aloud, oldest first. */
  captions: readonly string[]
  /** The signs of the last moment, and which moment that was. */
  signs: { moment: number; shown: Partial<Record<Sign, number>> }
  desk: DeskPart | undefined
}

export const nothingHeard: Heard = {
  n: 0,
  room: undefined,
  people: 0,
  mine: undefined,
  group: undefined,
  polls: new Map(),
  said: new Map(),
  takeaways: new Map(),
  announced: undefined,
  captions: [],
  signs: { moment: 0, shown: {} },
  desk: undefined,
}

/**
 * The page after a message. Each part replaces the one before, so a message that is heard twice changes nothing, and a
 * stream that begins anew needs no memory of the old one. Words of another group go when one's group changes.
 */
export const hear = (known: Heard, message: StreamMessage): Heard => {
  const before = message.forgotten ? withoutWords(known) : known
  const group = message.group === undefined ? before.group : (message.group ?? undefined)
  const isSameGroup = group?.number === before.group?.number && group?.dealt === before.group?.dealt
  const said = isSameGroup ? before.said : new Map([...before.said].filter(([, { to }]) => isOfAll(to)))
  return {
    n: message.n,
    room: message.room ?? before.room,
    people: message.people ?? before.people,
    mine: message.mine ?? before.mine,
    group,
    polls: merged(before.polls, message.polls, ({ poll }) => poll.id),
    said: message.said
      ? newest(inOrder(merged(said, withWords(said, message.said), (one) => one.said)))
      : said,
    takeaways: merged(before.takeaways, message.takeaways, ({ takeaway }) => takeaway),
    announced: message.announced ?? before.announced,
    captions: message.captions
      ? [...before.captions, ...message.captions].slice(-MOST_CAPTIONS)
      : before.captions,
    signs: message.signs ? { moment: before.signs.moment + 1, shown: message.signs } : before.signs,
    desk: message.desk ?? before.desk,
  }
}

const withoutWords = (known: Heard): Heard => ({
  ...known,
  said: new Map(),
  takeaways: new Map(),
  announced: undefined,
  captions: [],
})

/** News of an old message comes without its words: they are kept where the page has them, and else it is not shown. */
const withWords = (said: Heard['said'], parts: readonly SaidPart[]): SaidPart[] =>
  parts.flatMap((part) => {
    if (part.isRemoved || part.words !== undefined) return [part]
    const words = said.get(part.said)?.words
    return words === undefined ? [] : [{ ...part, words }]
  })

const isOfAll = (to: SaidPart['to']) => to === 'room' || to === 'hosts'

const MOST_CAPTIONS = 12
/** Ten thousand messages in a minute would be more than a telephone can hold; older ones are asked for. */
const MOST_SAID = 300

const newest = (said: Heard['said']): Heard['said'] => {
  if (said.size <= MOST_SAID) return said
  const all = [...said]
  const waits = all.slice(0, -MOST_SAID).filter(([, one]) => one.isQuestion && !one.isAnswered)
  return new Map([...waits.slice(-MOST_SAID), ...all.slice(-MOST_SAID)])
}

const merged = <K, T>(before: ReadonlyMap<K, T>, parts: readonly T[] | undefined, key: (part: T) => K) =>
  parts ? new Map([...before, ...parts.map((part) => [key(part), part] as const)]) : before

const inOrder = (said: ReadonlyMap<number, SaidPart>) => new Map([...said].sort(([a], [b]) => a - b))

/**
 * The clock of a page. `now` is the server's, taken at each message, so that a device whose clock is wrong by an hour
 * still shows the right time left. Milliseconds; `monotonic` is `performance.now()`.
 */
export const secondsLeft = (
  clock: RoomPart['clock'],
  heardAt: { now: number; monotonic: number },
  monotonic: number,
): number | undefined => {
  if (clock.kind === 'open') return undefined
  if (clock.kind === 'rung') return 0
  if (clock.kind === 'paused') return Math.ceil(clock.left / 1_000)
  const now = heardAt.now + (monotonic - heardAt.monotonic)
  return Math.max(0, Math.ceil((clock.endsAt - now) / 1_000))
}
