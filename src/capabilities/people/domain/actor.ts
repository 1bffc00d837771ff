import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { HostKind, Role } from './roles.ts'

/** Who is asking, in the organisation that the address names. Made afresh for every request. */
export type Actor = {
  userId: string
  organisation: {
    id: OrganisationId
    slug: string
    name: string
    timeZone: string
    language: string
    hostKind: HostKind
  }
  /** Without a unit she is not on the staff list: an operator from outside, who is never asked. */
  member: { id: MemberId; name: string; unit: UnitId | null; unitName: string | null }
  roles: readonly Role[]
  /** The units that she leads. */
  leads: readonly UnitId[]
  isOperator: boolean
}
