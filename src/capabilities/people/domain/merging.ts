/**
 * Of two entries of one person, the one that stays: the first, unless only the other has joined. An account is tied to
 * its entry for good, so the entry that somebody signs in to is the one that goes on.
 */
export const whichStays = <M extends { status: string }>(one: M, other: M): { stays: M; goes: M } =>
  one.status !== 'active' && other.status === 'active'
    ? { stays: other, goes: one }
    : { stays: one, goes: other }
