import { listQuietHours } from '../../data/profiles.server.ts'
import { deletePushSubscription, listPushSubscriptions } from '../../data/push-subscriptions.server.ts'
import { minuteOfTime } from '../../domain/sending-hours.ts'
import type { Effects } from '../../effects.ts'
import type { LetterMaker, MessageFacts } from './letters.server.ts'
import { isSendingNow } from './sending-hours.server.ts'

const mark = 'push:'

/** The kind under which a notice waits to be pushed: on its own, so that neither way holds the other up. */
export const pushKind = (kind: string): string => `${mark}${kind}`
/** @returns undefined for what is no push. */
export const kindOfPush = (kind: string): string | undefined =>
  kind.startsWith(mark) ? kind.slice(mark.length) : undefined

/**
 * Shows a notice on every browser that a member asked for, in the words of the letter. During her own quiet hours it
 * stays until they end, whatever she has or has not done. A browser that is gone is forgotten.
 */
export const pushMessage = async (
  effects: Pick<Effects, 'push' | 'log'>,
  given: { make: LetterMaker; facts: MessageFacts },
): Promise<'done' | 'dropped' | 'not-now' | 'failed'> => {
  const { facts } = given
  const { tx, member, now, organisation } = facts
  const quiet = (await listQuietHours(tx, [member.id])).get(member.id)
  if (quiet && isWithin({ ...quiet, now, timeZone: organisation.timeZone })) return 'not-now'
  const letter = await given.make(facts)
  if (!letter) return 'dropped'
  const words = { title: letter.subject, body: letter.text, path: `/app/${organisation.slug}` }
  let outcome: 'done' | 'failed' = 'done'
  for (const address of await listPushSubscriptions(tx, member.id)) {
    try {
      const answer = await effects.push.send(address, words)
      if (answer === 'gone')
        await deletePushSubscription(tx, { member: member.id, endpoint: address.endpoint })
    } catch (err) {
      effects.log.warn({ err }, 'a message could not be pushed')
      outcome = 'failed'
    }
  }
  return outcome
}

const isWithin = (given: { from: string; until: string; now: Date; timeZone: string }): boolean => {
  const from = minuteOfTime(given.from) ?? 0
  const until = minuteOfTime(given.until) ?? 0
  const at = { at: given.now, timeZone: given.timeZone }
  // Over midnight it is quiet whenever the hours of the day between do not run.
  return from < until
    ? isSendingNow({ ...at, hours: { fromMinute: from, untilMinute: until } })
    : !isSendingNow({ ...at, hours: { fromMinute: until, untilMinute: from } })
}
