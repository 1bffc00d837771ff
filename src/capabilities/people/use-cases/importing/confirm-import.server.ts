import { isId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { removeMemberships } from '../../data/accounts.server.ts'
import { applyPlan, lockRoster, readRoster } from '../../data/roster.server.ts'
import { findUpload, removeUpload } from '../../data/roster-uploads.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { planUpload } from './plan-upload.server.ts'

export type Imported = { added: number; changed: number; same: number; leftOut: number; closed: number }

/**
 * Imports a list that was looked at, in one transaction: either all of it happened or nothing. Refused when the staff
 * list changed since the preview. Importing the same list again changes nothing.
 */
export const confirmImport = async (
  effects: Pick<Effects, 'database' | 'clock' | 'rosters'>,
  given: { actor: Actor; upload: string; fingerprint: string; choices: Record<string, string> },
): Promise<Result<Imported, PeopleRefusal>> => {
  const { actor, upload } = given
  if (!mayLookAfterPeople(actor)) return refuse({ code: 'people/not-found' })
  if (!isId(upload)) return refuse({ code: 'people/upload-gone' })
  const organisation = actor.organisation.id
  const now = effects.clock.now()
  const today = todayIn({ now, zone: actor.organisation.timeZone })

  const done = await effects.database.inOrganisation(organisation, async (tx) => {
    await lockRoster(tx, organisation)
    const kept = await findUpload(tx, { id: upload, by: actor.member.id, now })
    if (!kept) return refuse({ code: 'people/upload-gone' } as const)
    const roster = await readRoster(tx)
    const said = given.choices
    const planned = await planUpload(effects.rosters, { actor, upload: kept, roster, today, said })
    if (!planned.ok) return planned
    const { plan, fingerprint } = planned.value
    if (fingerprint !== given.fingerprint) return refuse({ code: 'people/staff-list-changed' } as const)
    await applyPlan(tx, { organisation, roster, plan, today })
    await removeUpload(tx, upload)
    const imported: Imported = {
      added: plan.add.length,
      changed: plan.change.length,
      same: plan.same,
      leftOut: plan.leftOut.length,
      closed: plan.close.length,
    }
    const facts = { ...imported, rows: plan.rows, units: plan.unitsToMake.length }
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: actor.member.id,
      act: 'staff-list-imported',
      facts,
    })
    return accept({ imported, closed: plan.close })
  })
  if (!done.ok) return done
  if (done.value.closed.length > 0) {
    await effects.database.inSite((tx) => removeMemberships(tx, { organisation, members: done.value.closed }))
  }

  return accept(done.value.imported)
}
