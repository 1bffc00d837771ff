/** Groups of one round, by the ids of people. */
export type Round = readonly (readonly string[])[]

export type Participant = {
  readonly id: string
  /** What is to be mixed: profession, ward, language … Whoever lacks a trait is alike to nobody in it. */
  readonly traits?: Readonly<Record<string, string>>
  /** Rounds, counted from 0 among those to be planned, in which this person is not there: late, early, or away. */
  readonly absent?: readonly number[]
}

/**
 * How large groups are: near a preferred size; as many as there are tables; or exactly these, in every round. The
 * first two make groups whose sizes differ by one at most.
 */
export type Sizes =
  | { readonly preferred: number; readonly min?: number; readonly max?: number }
  | { readonly groups: number }
  | { readonly exactly: readonly number[] }

export type RotationRequest = {
  readonly people: readonly Participant[]
  /** How many rounds to plan. */
  readonly rounds: number
  readonly sizes: Sizes
  /** Rounds that were held already, of the same session: they stay as they were. Who left may be named in them. */
  readonly past?: readonly Round[]
  /** Earlier sessions: each further meeting of the two costs `weight` more than a first meeting of strangers. */
  readonly met?: readonly { readonly people: readonly [string, string]; readonly weight: number }[]
  /** Pairs that never sit together. */
  readonly apart?: readonly (readonly [string, string])[]
  /** People who sit together whenever they are there. */
  readonly together?: readonly (readonly string[])[]
  /** Whole groups that are set: nobody is added and nobody leaves. Without `round`, in every round. */
  readonly locked?: readonly { readonly people: readonly string[]; readonly round?: number }[]
  /** A plan of the same rounds that was announced: where the search begins, so that less changes. */
  readonly draft?: readonly Round[]
  /** What two people who are alike in one trait cost in one group, where a repeated meeting costs 1. Default 0.3. */
  readonly mixing?: number
  /** Same request, same seed, same answer. From 0 to 4294967295; default 1. */
  readonly seed?: number
  /** How many exchanges the search may try: a second or two by default, which is 2,000,000 for groups of up to 20
   *  people and fewer for larger ones. Time decides nothing. */
  readonly moves?: number
}

/**
 * Why the repeats cannot be fewer: there are none; there are too few pairs for so many meetings; groups larger than
 * the number of groups have to overlap (Welch's bound in whole numbers); or an exhaustive search of others found none.
 */
export type BoundKind = 'none' | 'counting' | 'crossing' | 'exhausted'

/**
 * Why people who are alike sit together, or apart from their like, more than an even spread would have it:
 * `too-few`: fewer of them than groups; `too-many`: so many that some groups hold nobody else; or they were kept
 * together, locked, or others kept apart; or meeting new people went first (`new-people-first`).
 */
export type WhyUnmixed =
  | 'too-few'
  | 'too-many'
  | 'kept-together'
  | 'locked'
  | 'kept-apart'
  | 'new-people-first'

export type Unmixed = {
  readonly trait: string
  readonly value: string
  readonly why: WhyUnmixed
  /** In these rounds, with so many such people among so many groups (the least and the most of the rounds). */
  readonly rounds: readonly number[]
  readonly people: readonly [number, number]
  readonly groups: readonly [number, number]
}

export type Rotation = {
  readonly rounds: readonly Round[]
  /**
   * `count`: for each pair, the number of ways to choose two of its meetings, of which at least one is planned here
   * (a pair that meets twice counts 1, three times 3); weights of earlier sessions are added. Never below `bound`.
   */
  readonly repeats: {
    readonly count: number
    readonly bound: number
    readonly boundIs: BoundKind
    readonly isMet: boolean
  }
  /** Pairs that meet again in these rounds: how often in them, and how often in rounds that were held before. */
  readonly again: readonly {
    readonly people: readonly [string, string]
    readonly times: number
    readonly before: number
  }[]
  /** Meetings in these rounds of pairs who know each other from earlier sessions. */
  readonly known: number
  /** How many different people each person meets, at least and on average, and how many there are to meet. */
  readonly met: { readonly least: number; readonly mean: number; readonly others: number }
  readonly unmixed: readonly Unmixed[]
  /** Where the plan comes from: a design without repeats, or a search, and how many exchanges that tried. */
  readonly found: { readonly by: 'design' | 'search'; readonly moves: number }
}

/** Expected refusals: a code and plain facts. */
export type Refusal =
  | { readonly code: 'nobody' }
  | { readonly code: 'out-of-range'; readonly what: string; readonly least: number; readonly most: number }
  | { readonly code: 'named-twice'; readonly id: string; readonly where: string }
  | { readonly code: 'unknown-person'; readonly id: string; readonly where: string }
  | { readonly code: 'no-such-round'; readonly round: number; readonly where: string }
  | { readonly code: 'sizes-do-not-fit'; readonly round: number; readonly people: number }
  | { readonly code: 'too-large'; readonly meetings: number; readonly most: number }
  | { readonly code: 'together-and-apart'; readonly people: readonly [string, string] }
  | { readonly code: 'locked-twice'; readonly id: string; readonly round: number }
  | { readonly code: 'locked-apart'; readonly people: readonly [string, string]; readonly round: number }
  | { readonly code: 'locked-splits'; readonly people: readonly [string, string]; readonly round: number }
  | {
      readonly code: 'too-many-together'
      readonly people: number
      readonly round: number
      readonly most: number
    }
  /** No groups keep all rules in this round. `isProved`: there are none; otherwise the search found none. */
  | { readonly code: 'no-groups'; readonly round: number; readonly isProved: boolean }

export type Result<T, R> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R }
export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const refuse = <R>(refusal: R): { ok: false; refusal: R } => ({ ok: false, refusal })
