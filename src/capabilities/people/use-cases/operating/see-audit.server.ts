import { isId, type MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { findBreak, type Head, readAudit, readHead } from '#platform/audit/audit.server.ts'
import { readWitnessed } from '#platform/audit/witness.server.ts'
import { listNamesForAudit } from '../../data/old-records.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayReadAudit } from '../../policy.ts'

export type AuditSeen = {
  /** The number of the first entry that does not fit its neighbours; null while the chain holds. */
  brokenAt: number | null
  /** How it ends now: whoever notes that down elsewhere can compare it later. */
  head: Head | undefined
  entries: {
    number: number
    at: Date
    actorName: string | null
    act: string
    facts: Record<string, string | number | boolean | null>
    memberName: string | null
  }[]
}

const shown = 50

/** Who did what, newest first, and whether the chain of entries still holds. */
export const seeAudit = async (
  effects: Pick<Effects, 'database' | 'settings'>,
  given: { actor: Actor; before?: number },
): Promise<Result<AuditSeen, PeopleRefusal>> => {
  if (!mayReadAudit(given.actor)) return refuse({ code: 'people/not-found' })
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const { dataDir } = effects.settings
    const brokenAt = await findBreak(
      tx,
      readWitnessed({ dataDir, organisation: given.actor.organisation.id }),
    )
    const head = await readHead(tx)
    const entries = (
      await readAudit(tx, { limit: shown, before: given.before ?? Number.MAX_SAFE_INTEGER })
    ).map((entry) => ({
      ...entry,
      facts: JSON.parse(entry.facts) as AuditSeen['entries'][number]['facts'],
    }))
    const names = await listNamesForAudit(
      tx,
      entries.flatMap(({ actor, facts }) => [actor, facts.member]).filter((id): id is MemberId => isId(id)),
    )
    return accept({
      brokenAt,
      head,
      entries: entries.map(({ number, at, actor, act, facts }) => ({
        number,
        at,
        actorName: actor ? (names.get(actor as MemberId) ?? null) : null,
        act,
        facts,
        memberName: typeof facts.member === 'string' ? (names.get(facts.member as MemberId) ?? null) : null,
      })),
    })
  })
}
