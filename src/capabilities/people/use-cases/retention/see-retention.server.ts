import { accept, type Result, refuse } from '#kernel/result.ts'
import { readChosenDays } from '../../data/old-records.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { keptDays, type RecordKind, recordKinds, retention } from '../../domain/retention.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

export type RetentionSeen = { kind: RecordKind; days: number; usual: number; least: number; most: number }[]

/** For how long each kind of record is kept here, and within which limits. */
export const seeRetention = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor },
): Promise<Result<RetentionSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const days = keptDays(await readChosenDays(tx))
    return accept(
      recordKinds.map((kind) => {
        const { days: usual, least, most } = retention[kind]
        return { kind, days: days[kind], usual, least, most }
      }),
    )
  })
}
