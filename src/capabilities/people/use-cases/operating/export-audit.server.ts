import { accept, type Result, refuse } from '#kernel/result.ts'
import { readAuditRows } from '#platform/audit/audit.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayReadAudit } from '../../policy.ts'

export type AuditExport = {
  format: 'kith-audit/1'
  organisation: string
  entries: {
    number: number
    at: string
    actor: string | null
    act: string
    facts: string
    previous: string
    hash: string
  }[]
}

/** Every row of the audit as it was hashed, oldest first: ids instead of names, hashes in hexadecimal. */
export const exportAudit = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor },
): Promise<Result<AuditExport, PeopleRefusal>> => {
  if (!mayReadAudit(given.actor)) return refuse({ code: 'people/not-found' })
  const organisation = given.actor.organisation.id
  const rows = await effects.database.inOrganisation(organisation, (tx) => readAuditRows(tx))
  return accept({
    format: 'kith-audit/1',
    organisation,
    entries: rows.map(({ number, at, actor, act, facts, previous, hash }) => ({
      number,
      at: at.toISOString(),
      actor,
      act,
      facts,
      previous: previous.toString('hex'),
      hash: hash.toString('hex'),
    })),
  })
}
