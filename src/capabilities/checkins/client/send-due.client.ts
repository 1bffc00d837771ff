import { answered, leavesAt, putOff, type WaitingBallot, withinQuiet, withinReach } from '../domain/outbox.ts'
import type { BallotAnswer } from '../domain/refusals.ts'
import { keyOf, placeOf } from './member.client.ts'
import type { Store } from './store.client.ts'

type Waiting = { readonly key: string; readonly entry: WaitingBallot; readonly at: number }

export type Sending = {
  readonly now: () => number
  readonly random: () => number
  readonly post: (ballot: {
    collector: string
    bytes: Uint8Array<ArrayBuffer>
  }) => Promise<BallotAnswer | 'no-answer'>
  readonly onSending?: (key: string | undefined) => void
}

/**
 * Sends every ballot whose time has come, of whoever was at this browser, and keeps what the collector said.
 * @returns when the next one may leave (ms since 1970); undefined when none waits.
 */
export const sendDue = async (store: Store, effects: Sending): Promise<number | undefined> => {
  for (const { key, entry } of (await waiting(store, effects.now())).filter(
    ({ at }) => at <= effects.now(),
  )) {
    // One that left a moment ago may have put this one off.
    if (!(await isStillDue(store, { key, now: effects.now() }))) continue
    effects.onSending?.(key)
    const answer = await effects.post({ collector: entry.collector, bytes: entry.bytes })
    effects.onSending?.(undefined)
    await keepAnswer(store, { key, answer, now: effects.now(), random: effects.random() })
    await keepApart(store, { ...effects, left: key })
  }
  const left = await waiting(store, effects.now())
  return left.length === 0 ? undefined : Math.min(...left.map(({ at }) => at))
}

const isStillDue = async (store: Store, given: { key: string; now: number }): Promise<boolean> =>
  (await waiting(store, given.now)).some(({ key, at }) => key === given.key && at <= given.now)

/**
 * Two ballots that left back to back would come from one browser: those that wait are put off, each by a time of its
 * own. What somebody chose to send at once is not.
 */
const keepApart = (store: Store, { now, random, left }: Sending & { left: string }): Promise<void> =>
  store.change(async (box) => {
    for (const { key, value } of await box.all('ballots')) {
      if (value.state !== 'waiting') continue
      const isOfSameCheckin = keyOf(placeOf(key)) === keyOf(placeOf(left))
      await box.put('ballots', key, putOff({ entry: value, now: now(), random: random(), isOfSameCheckin }))
    }
  })

const waiting = (store: Store, now: number): Promise<Waiting[]> =>
  store.change(async (box) => {
    const quietUntil = withinQuiet({ quietUntil: (await box.get('quiet', '')) ?? 0, now })
    await box.put('quiet', '', quietUntil)
    const found: Waiting[] = []
    for (const { key, value } of await box.all('ballots')) {
      if (value.state !== 'waiting') continue
      const entry = withinReach(value, now)
      await box.put('ballots', key, entry)
      found.push({ key, entry, at: leavesAt({ entry, quietUntil }) })
    }
    return found
  })

/** Once a ballot is received, seed, ticket and answers go: only “received” stays. So too when nothing can be sent any more. */
const keepAnswer = (
  store: Store,
  given: { key: string; answer: BallotAnswer | 'no-answer'; now: number; random: number },
): Promise<void> =>
  store.change(async (box) => {
    const entry = await box.get('ballots', given.key)
    if (entry?.state !== 'waiting') return
    const after = answered({ entry, ...given })
    await box.put('ballots', given.key, after)
    if (after.state === 'waiting' || after.state === 'refused') return
    await box.remove('drafts', given.key)
    const ticket = await box.get('tickets', given.key)
    if (!ticket) return
    const { manifestHash, heldSince } = ticket
    const since = heldSince === undefined ? {} : { heldSince }
    await box.put('tickets', given.key, { manifestHash, state: 'used', ...since })
  })
