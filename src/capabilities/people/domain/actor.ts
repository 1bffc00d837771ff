import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import type { Language } from './languages.ts'
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
    /** The organisation of those who have no employer here: nobody in it looks after anybody. */
    isCommons: boolean
  }
  /** Without a unit she is not on the staff list: an operator from outside, who is never asked. */
  member: {
    id: MemberId
    /** As colleagues see her. */
    name: string
    /** As she wants to be called, which she may keep between herself and Kith. */
    ownName: string
    unit: UnitId | null
    unitName: string | null
  }
  /** The language that she reads in: the one she chose, or while a page is made for her, that of the page. */
  language?: Language | undefined
  roles: readonly Role[]
  /** The units that she leads. */
  leads: readonly UnitId[]
  isOperator: boolean
  /** On the word of an identity provider alone: a member and nothing more, who gets no ticket. */
  isByProvider?: boolean
}

/**
 * What is left of somebody for whom only an identity provider vouches. The employer runs it and could be her: so no
 * role, no team that she leads, and of the commons, where nobody has an employer, nothing at all.
 */
export const onWordOfProvider = (actor: Actor | undefined): Actor | undefined =>
  actor && !actor.organisation.isCommons
    ? { ...actor, roles: [], leads: [], isOperator: false, isByProvider: true }
    : undefined
