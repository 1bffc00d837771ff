import { isId, type MemberId, type UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { noteAccess } from '../../data/access.server.ts'
import { findMember, type Member } from '../../data/members.server.ts'
import { listUnitsWithLeads } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import { subtreeOf, wayTo } from '../../domain/unit-tree.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { mayPrintCode } from '../joining/may-print-code.server.ts'

export type MemberSeen = {
  member: Omit<Member, 'chosenName' | 'isChosenNameShown'>
  /** What she wants to be called, where she lets colleagues see it. */
  chosenName: string | null
  way: string[]
  /** Units that she could be made the lead of: those above her, and those below each of her own. */
  couldLead: { id: UnitId; name: string; depth: number; leadName: string | null }[]
  /** Whether a new letter or a printed code may be made for her. */
  may: { inviteByMail: boolean; printCode: boolean }
}

/** A select with more options than this helps nobody. */
const mostOptions = 300

export const seeMember = async (
  effects: Pick<Effects, 'settings' | 'database' | 'mail' | 'clock'>,
  given: { actor: Actor; member: string },
): Promise<Result<MemberSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor) || !isId(given.member)) return refuse({ code: 'people/not-found' })
  const id = given.member as MemberId
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const found = await findMember(tx, id)
    if (!found) return refuse({ code: 'people/not-found' })
    const { chosenName, isChosenNameShown, ...member } = found
    const { organisation: place, member: asking } = given.actor
    const today = todayIn({ now: effects.clock.now(), zone: place.timeZone })
    await noteAccess(tx, { organisation: place.id, members: [id], actor: asking.id, way: 'record', today })
    const units = await listUnitsWithLeads(tx)
    const way = member.unit ? wayTo(units, member.unit) : []
    const near = new Set(
      units.length <= mostOptions || !member.unit
        ? units.slice(0, mostOptions).map((unit) => unit.id)
        : [...way.map((unit) => unit.id), ...subtreeOf(units, member.unit)].slice(0, mostOptions),
    )
    const organisation = given.actor.organisation.id
    const mailIsConnected = effects.mail.isConnected
    const mayInvite = member.status !== 'left' && effects.settings.isAddressSecure
    const printCode =
      mayInvite &&
      (await effects.database.inSite((site) =>
        mayPrintCode(site, { organisation, member: id, mailIsConnected }),
      ))
    return accept({
      member,
      chosenName: isChosenNameShown ? chosenName : null,
      way: way.slice(1).map(({ name }) => name),
      couldLead: units
        .filter((unit) => near.has(unit.id) && unit.lead !== id)
        .map((unit) => ({
          id: unit.id,
          name: unit.name,
          depth: wayTo(units, unit.id).length - 1,
          leadName: unit.leadName,
        })),
      may: {
        inviteByMail: mayInvite && member.status === 'invited' && member.email !== null,
        printCode,
      },
    })
  })
}
