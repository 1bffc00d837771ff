import { accept, type Result, refuse } from '#kernel/result.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { SeatCommand } from '../commands.ts'
import type { RoomEvent } from '../events.ts'
import { formatAt, groupOf } from '../place.ts'
import type { Run, SeatNumber } from '../state.ts'
import { isAmong, keepsNotes, MOST_IN_A_STEP, MOST_WHO_WRITE } from '../takeaways.ts'
import { peopleIn } from '../view.ts'
import { asWords, whyNotYet, whySilenced } from './talk.ts'

type Decided = Result<RoomEvent[], RoomRefusal>
type Of<K> = Extract<SeatCommand, { do: K }>

/** Group 0 is the whole room. */
export const note = (run: Run, by: SeatNumber, { words, now }: Of<'note'> & { now: number }): Decided => {
  const silenced = whySilenced(run, by)
  if (silenced) return refuse(silenced)
  if (formatAt(run)?.keepsNoNotes) return refuse({ code: 'rooms/no-notes' })
  const read = asWords(words)
  if (!read.ok) return read
  const group = groupOf(run, by)?.number ?? 0
  const refusal = whyNotHers(run, by) ?? whyNoMore(run, group) ?? whyNotYet(run, by, now)
  return refusal ? refuse(refusal) : accept([{ kind: 'noted', by, group, at: now }])
}

/** Where somebody of a group keeps the notes, nobody else writes; in a whole room of many, hosts do. */
const whyNotHers = (run: Run, by: SeatNumber): RoomRefusal | undefined => {
  const rolesOf = (seat: SeatNumber) => run.roles.get(seat) ?? []
  const group = groupOf(run, by)
  if (group) {
    const isKept = group.seats.some((seat) => keepsNotes(rolesOf(seat)))
    return isKept && !keepsNotes(rolesOf(by)) ? { code: 'rooms/not-your-turn-to-write' } : undefined
  }
  if (run.hosts.has(by)) return undefined
  if (run.groups.length > 0) return { code: 'rooms/not-in-a-group' }
  return peopleIn(run) > MOST_WHO_WRITE ? { code: 'rooms/only-hosts' } : undefined
}

/** Those that were withdrawn count, too: otherwise writing and withdrawing would go on for ever. */
const whyNoMore = (run: Run, group: number): RoomRefusal | undefined => {
  const here = [...run.takeaways.values()].filter((one) => one.group === group && one.since === run.since)
  return here.length < MOST_IN_A_STEP ? undefined : { code: 'rooms/takeaways-enough' }
}

export const approve = (run: Run, by: SeatNumber, asked: Of<'approve'>): Decided => {
  const takeaway = run.takeaways.get(asked.takeaway)
  if (!takeaway || takeaway.isWithdrawn || !isAmong(takeaway, by))
    return refuse({ code: 'rooms/takeaway-unknown' })
  if ((asked.isApproved ? takeaway.approvals : takeaway.objections).has(by)) return accept([])
  return accept([{ kind: 'approved', takeaway: asked.takeaway, seat: by, isApproved: asked.isApproved }])
}

export const withdraw = (run: Run, by: SeatNumber, asked: Of<'withdraw'>): Decided => {
  const takeaway = run.takeaways.get(asked.takeaway)
  if (!takeaway || takeaway.isWithdrawn) return refuse({ code: 'rooms/takeaway-unknown' })
  const mayWithdraw = takeaway.by === by || run.hosts.has(by)
  return mayWithdraw
    ? accept([{ kind: 'withdrawn', takeaway: asked.takeaway }])
    : refuse({ code: 'rooms/not-allowed' })
}
