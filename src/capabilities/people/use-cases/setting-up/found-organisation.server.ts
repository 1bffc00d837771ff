import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import { note } from '#platform/audit/audit.server.ts'
import { addMember, setRoles } from '../../data/members.server.ts'
import { type Organisation, saveOrganisation } from '../../data/organisations.server.ts'
import { saveRootUnit } from '../../data/units.server.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'

/**
 * An organisation with its first unit (itself) and the person who founds it: a member without unit, administrator and
 * wellbeing lead until she appoints others. The ids come in, so that doing it again after a kill completes it.
 */
export const foundOrganisation = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: {
    organisation: Omit<Organisation, 'slug' | 'isCommons'>
    rootUnit: UnitId
    founder: { id: MemberId; name: string; email: string }
  },
): Promise<Organisation> => {
  const { id, timeZone, name } = given.organisation
  const today = todayIn({ now: effects.clock.now(), zone: timeZone })
  const organisation = await effects.database.inSite((tx) =>
    saveOrganisation(tx, { ...given.organisation, createdOn: today }),
  )
  await effects.database.inOrganisation(id, async (tx) => {
    await saveRootUnit(tx, { organisation: id, id: given.rootUnit, name })
    const isNew = await addMember(tx, { organisation: id, ...given.founder, joinedOn: today })
    if (!isNew) return
    await setRoles(tx, {
      organisation: id,
      member: given.founder.id,
      roles: ['administrator', 'wellbeing-lead'],
    })
    await note({
      tx,
      clock: effects.clock,
      organisation: id,
      actor: given.founder.id,
      act: 'organisation-founded',
    })
  })
  return organisation
}

/** An id that is the same each time for the same bytes, in the shape of a random UUID (RFC 9562, version 8). */
export const idFrom = <T extends OrganisationId | UnitId | MemberId>(bytes: Buffer): T => {
  const own = Buffer.from(bytes.subarray(0, 16))
  own[6] = ((own[6] ?? 0) & 0x0f) | 0x80
  own[8] = ((own[8] ?? 0) & 0x3f) | 0x80
  return own.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as T
}
