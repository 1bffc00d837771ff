import { Temporal } from 'temporal-polyfill'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readSendingHours, saveSendingHours } from '../../data/sending-hours.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { minuteOfTime, type SendingHours, timeOfMinute } from '../../domain/sending-hours.ts'
import type { Effects } from '../../effects.ts'
import { maySetSendingHours } from '../../policy.ts'

export { readSendingHours } from '../../data/sending-hours.server.ts'
export type { SendingHours } from '../../domain/sending-hours.ts'

type Given = { at: Date; hours: SendingHours; timeZone: string }

/** Whether messages that can wait may leave at this instant. Read off the clock on the wall, whatever was done to it. */
export const isSendingNow = ({ at, hours, timeZone }: Given): boolean => {
  const { hour, minute } = localOf(at, timeZone)
  const now = hour * 60 + minute
  return now >= hours.fromMinute && now < hours.untilMinute
}

/**
 * This instant where it lies within the sending hours, otherwise when they next begin. A beginning that a clock change
 * skips comes with the first moment after it; one that it repeats, the first time.
 */
export const nextSendingMoment = (given: Given): Date => {
  if (isSendingNow(given)) return given.at
  const { at, hours, timeZone } = given
  const local = localOf(at, timeZone)
  const isBefore = local.hour * 60 + local.minute < hours.fromMinute
  const day = isBefore ? local.toPlainDate() : local.toPlainDate().add({ days: 1 })
  const begins = day.toPlainDateTime({
    hour: Math.floor(hours.fromMinute / 60),
    minute: hours.fromMinute % 60,
  })
  return new Date(begins.toZonedDateTime(timeZone).epochMilliseconds)
}

const localOf = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)

type On = { actor: Actor }

/** The hours as time fields write them, and whether this person may change them. */
export const seeSendingHours = async (
  effects: Pick<Effects, 'database'>,
  { actor }: On,
): Promise<{ from: string; until: string; mayChange: boolean }> => {
  const hours = await effects.database.inOrganisation(actor.organisation.id, readSendingHours)
  return {
    from: timeOfMinute(hours.fromMinute),
    until: timeOfMinute(hours.untilMinute),
    mayChange: maySetSendingHours(actor),
  }
}

/** Sets when messages may leave, for everybody alike. */
export const setSendingHours = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: On & { form: { from?: unknown; until?: unknown } },
): Promise<Result<SendingHours, PeopleRefusal>> => {
  const { actor, form } = given
  if (!maySetSendingHours(actor)) return refuse({ code: 'people/not-found' })
  const fromMinute = minuteOfTime(String(form.from ?? ''))
  const untilMinute = minuteOfTime(String(form.until ?? ''))
  if (fromMinute === undefined || untilMinute === undefined || fromMinute >= untilMinute)
    return refuse({ code: 'people/sending-hours' })
  const hours = { fromMinute, untilMinute }
  const organisation = actor.organisation.id
  await effects.database.inOrganisation(organisation, async (tx) => {
    await saveSendingHours(tx, { organisation, hours })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: actor.member.id,
      act: 'sending-hours-set',
      facts: { from: timeOfMinute(fromMinute), until: timeOfMinute(untilMinute) },
    })
  })
  return accept(hours)
}
