import type { RoomEvent } from '../events.ts'
import { takingPart } from '../place.ts'
import type { Consents, Run, Said, SeatNumber } from '../state.ts'

type Of<K extends RoomEvent['kind']> = Extract<RoomEvent, { kind: K }>

/** What is said is known by the number of its event. */
export const said = (run: Run, { by, hearers, among, isQuestion, at }: Of<'said'>): void => {
  run.said.set(run.number, {
    by,
    hearers,
    among,
    at,
    isQuestion,
    isAnswered: false,
    isRemoved: false,
    isGiven: false,
    upvotes: new Set(),
    reports: new Set(),
  })
  run.saidInOrder.push(run.number)
  run.lastSaidAt.set(by, at)
}

export const upvoted = (run: Run, { said: number, seat, isUp }: Of<'upvoted'>): void => {
  const upvotes = run.said.get(number)?.upvotes
  if (isUp) upvotes?.add(seat)
  else upvotes?.delete(seat)
}

export const answered = (run: Run, { said: number, isAnswered }: Of<'answered'>): void =>
  change(run, number, { isAnswered })

export const given = (run: Run, { said: number, isGiven }: Of<'given'>): void => {
  change(run, number, { isGiven })
  const by = run.said.get(number)?.by
  if (by === undefined) return
  const { approved, given: before } = consentsOf(run, by)
  const others = before.filter((one) => one !== number)
  run.consents.set(by, { approved, given: isGiven ? [...others, number] : others })
}

const consentsOf = (run: Run, seat: SeatNumber): Consents =>
  run.consents.get(seat) ?? { approved: {}, given: [] }

const agree = (run: Run, seat: SeatNumber, takeaway: number, isApproved: boolean) => {
  const { approved: before, given: theirs } = consentsOf(run, seat)
  run.consents.set(seat, { approved: { ...before, [takeaway]: isApproved }, given: theirs })
}

export const reported = (run: Run, { said: number, seat }: Of<'reported'>): void => {
  run.said.get(number)?.reports.add(seat)
}

/** Who takes her own words back needs no reason. */
export const takenAway = (run: Run, { said: number, reason }: Of<'taken-away'>): void => {
  change(run, number, { isRemoved: true })
  const by = run.said.get(number)?.by
  if (by !== undefined && reason !== '')
    run.takenAway.set(by, [...(run.takenAway.get(by) ?? []), { said: number, reason }])
}

export const chatSet = (run: Run, { isOpen, slowSeconds }: Of<'chat-set'>): void => {
  run.chat = { isOpen, slowSeconds }
}

export const asked = (run: Run, { group }: Of<'asked'>): void => {
  run.asks.set(group, run.number)
}

export const noted = (run: Run, { by, group, at }: Of<'noted'>): void => {
  const among = run.groups.find(({ number }) => number === group)?.seats ?? 'everyone'
  run.takeaways.set(run.number, {
    by,
    group,
    since: run.since,
    among,
    people: among === 'everyone' ? takingPart(run).length : among.length,
    // Whoever writes it down would have it kept.
    approvals: new Set([by]),
    objections: new Set(),
    isWithdrawn: false,
  })
  if (at !== undefined) run.lastSaidAt.set(by, at)
  agree(run, by, run.number, true)
}

export const approved = (run: Run, { takeaway, seat, isApproved }: Of<'approved'>): void => {
  const { approvals, objections } = run.takeaways.get(takeaway) ?? {}
  const [to, from] = isApproved ? [approvals, objections] : [objections, approvals]
  to?.add(seat)
  from?.delete(seat)
  agree(run, seat, takeaway, isApproved)
}

export const withdrawn = (run: Run, { takeaway }: Of<'withdrawn'>): void => {
  const was = run.takeaways.get(takeaway)
  if (was) run.takeaways.set(takeaway, { ...was, isWithdrawn: true })
}

const change = (run: Run, number: number, to: Partial<Said>) => {
  const was = run.said.get(number)
  if (was) run.said.set(number, { ...was, ...to })
}
