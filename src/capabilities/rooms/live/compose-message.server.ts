import { seeDesk } from '../domain/run/desk.ts'
import { mayHear } from '../domain/run/hearers.ts'
import { groupOf } from '../domain/run/place.ts'
import type { Run, SeatNumber, Takeaway } from '../domain/run/state.ts'
import { isAmong, neededFor } from '../domain/run/takeaways.ts'
import type { Touched } from '../domain/run/touched.ts'
import { type PollPart, peopleIn, seeGroup, seeMine, seePoll, seeRoom } from '../domain/run/view.ts'
import type { SaidPart, StreamMessage, TakeawayPart } from '../domain/stream/message.ts'

type Words = (number: number) => string | undefined

const field = (name: keyof StreamMessage, value: unknown) => `"${name}":${JSON.stringify(value) ?? 'null'}`

/**
 * Writes the messages of one moment. What many see is made once: each seat gets the pieces that are for it, joined.
 */
export const composeMessages = (on: {
  touched: readonly Touched[]
  run: Run
  words: Words
  now: number
}): ((seat: SeatNumber) => string | undefined) => {
  const { touched, run, words, now } = on
  const head = `${field('n', run.number)},${field('now', now)}`
  const forAll = touched.some(({ part }) => part === 'everyone')
  const mine = new Set(touched.flatMap((one) => (one.part === 'mine' ? [one.seat] : [])))
  const groups = new Set(touched.flatMap((one) => (one.part === 'group' ? [one.group] : [])))
  const groupPieces = new Map<number, string>()
  const shared = sharedPieces(on)
  const desk = touched.some(({ part }) => part === 'desk') ? field('desk', seeDesk(run)) : undefined
  const said = [
    ...new Map(touched.flatMap((one) => (one.part === 'said' ? [[one.said, one.hearers] as const] : []))),
  ]
  const saidToAll = said.every(([, hearers]) => hearers.to === 'room')
  const saidPiece = saidToAll
    ? saidField(
        run,
        said.map(([number]) => number),
        words,
      )
    : undefined

  const takeawaysFor = takeawaysOf(on)

  const groupPiece = (seat: SeatNumber) => {
    const group = groupOf(run, seat)
    if (!group) return forAll || mine.has(seat) ? field('group', null) : undefined
    if (!forAll && !mine.has(seat) && !groups.has(group.number)) return undefined
    const made = groupPieces.get(group.number) ?? field('group', seeGroup(run, group, words))
    groupPieces.set(group.number, made)
    return made
  }

  const saidFor = (seat: SeatNumber) => {
    if (saidToAll) return saidPiece
    const heard = said.flatMap(([number]) => {
      const found = run.said.get(number)
      return found && mayHear(run, seat, found) ? [number] : []
    })
    return saidField(run, heard, words)
  }

  return (seat) => {
    const pieces = [
      ...shared,
      forAll || mine.has(seat) ? field('mine', seeMine(run, seat)) : undefined,
      forAll || groups.size > 0 || mine.has(seat) ? groupPiece(seat) : undefined,
      said.length > 0 ? saidFor(seat) : undefined,
      takeawaysFor(seat),
      run.hosts.has(seat) ? desk : undefined,
    ].filter((piece) => piece !== undefined)
    return pieces.length === 0 ? undefined : asEvent(run.number, `{${head},${pieces.join(',')}}`)
  }
}

const sharedPieces = ({ touched, run }: { touched: readonly Touched[]; run: Run }) => {
  const polls = [...new Set(touched.flatMap((one) => (one.part === 'poll' ? [one.poll] : [])))]
  const announced = touched.findLast((one) => one.part === 'announced')
  return [
    touched.some(({ part }) => part === 'room') ? field('room', seeRoom(run)) : undefined,
    touched.some(({ part }) => part === 'people') ? field('people', peopleIn(run)) : undefined,
    polls.length > 0
      ? field(
          'polls',
          polls.flatMap((id) => pollPart(run, id)),
        )
      : undefined,
    announced?.part === 'announced' ? field('announced', announced.words) : undefined,
  ].filter((piece) => piece !== undefined)
}

const pollPart = (run: Run, id: string): PollPart[] => {
  const poll = run.polls.get(id)
  return poll ? [seePoll(poll)] : []
}

/** Take-aways are for those whose they are; each is written once, and all that a seat is sent are joined. */
const takeawaysOf = ({ touched, run, words }: { touched: readonly Touched[]; run: Run; words: Words }) => {
  const numbers = [...new Set(touched.flatMap((one) => (one.part === 'takeaway' ? [one.takeaway] : [])))]
  const parts = numbers.flatMap((number) => {
    const found = run.takeaways.get(number)
    return found ? [{ found, json: JSON.stringify(takeawayPart(number, found, words)) }] : []
  })
  return (seat: SeatNumber): string | undefined => {
    const mine = parts.filter(({ found }) => isAmong(found, seat))
    return mine.length > 0 ? `"takeaways":[${mine.map(({ json }) => json).join(',')}]` : undefined
  }
}

const takeawayPart = (takeaway: number, found: Takeaway, words: Words): TakeawayPart => ({
  takeaway,
  by: found.by,
  group: found.group,
  words: found.isWithdrawn ? undefined : words(takeaway),
  approvals: found.approvals.size,
  needs: neededFor(found),
  objections: found.objections.size,
})
/** Messages as a page shows them. */
export const saidParts = (run: Run, numbers: readonly number[], words: Words): SaidPart[] =>
  numbers.flatMap((number) => saidPart(run, number, words))

const saidPart = (run: Run, said: number, words: Words): SaidPart[] => {
  const found = run.said.get(said)
  if (!found) return []
  const { by, at, isQuestion, isAnswered, isRemoved, upvotes, hearers } = found
  const name = run.seats.get(by)?.name ?? ''
  const text = isRemoved ? ({ isRemoved } as const) : { words: words(said) }
  return [{ said, by, name, ...text, at, isQuestion, isAnswered, upvotes: upvotes.size, to: hearers.to }]
}

const saidField = (run: Run, numbers: readonly number[], words: Words): string | undefined =>
  numbers.length > 0
    ? field(
        'said',
        numbers.flatMap((number) => saidPart(run, number, words)),
      )
    : undefined

const asEvent = (number: number, json: string) => `id:${number}\ndata:${json}\n\n`

/** How many messages a page that opens is sent; older ones are asked for. */
export const NEWEST_SAID = 30
const NEWEST_TAKEAWAYS = 60

/** Everything that one seat sees: what a stream begins with, and what a page without scripts is made of. */
export const composeAll = (on: { run: Run; seat: SeatNumber; words: Words; now: number }): StreamMessage => {
  const { run, seat, words, now } = on
  const group = groupOf(run, seat)
  const mine = seeMine(run, seat)
  return {
    n: run.number,
    now,
    room: seeRoom(run),
    people: peopleIn(run),
    ...(mine ? { mine } : {}),
    group: group ? seeGroup(run, group, words) : null,
    polls: [...run.polls.values()].map(seePoll),
    said: heardBy(run, seat).flatMap((number) => saidPart(run, number, words)),
    takeaways: [...run.takeaways]
      .filter(([, found]) => isAmong(found, seat))
      .slice(-NEWEST_TAKEAWAYS)
      .map(([number, found]) => takeawayPart(number, found, words)),
    ...(run.announced === undefined ? {} : { announced: run.announced }),
    ...(run.hosts.has(seat) ? { desk: seeDesk(run) } : {}),
  }
}

/** The newest messages before the event `before` that a seat may hear, oldest first. */
export const heardBy = (run: Run, seat: SeatNumber, before = Number.POSITIVE_INFINITY): number[] => {
  const heard: number[] = []
  const { saidInOrder } = run
  for (let at = saidInOrder.length - 1; at >= 0; at -= 1) {
    const number = saidInOrder[at] ?? 0
    if (number >= before) continue
    const said = run.said.get(number)
    if (said && !said.isRemoved && mayHear(run, seat, said)) heard.push(number)
    if (heard.length === NEWEST_SAID) break
  }
  return heard.reverse()
}
