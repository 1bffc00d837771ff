/** Where people or figures belong: one node of each dimension that is named. A dimension left out means all of it. */
export type At = Readonly<Record<string, string>>

/** A node of a coded dimension: a ward below its hospital, a profession below "all" or on its own. */
export type Place = { readonly id: string; readonly parent: string | null }

/** Counts of one classification of the people: by unit, by division and profession. */
export type Table = {
  readonly id: string
  /** The dimensions it classifies by. Its groups are all combinations of nodes that hold anybody, totals included. */
  readonly by: readonly string[]
  /**
   * The people attached to exactly this combination of nodes, and no deeper: per item, how many gave each answer, in
   * the order of its categories. An item left out counts nobody.
   */
  readonly counts: readonly {
    readonly at: At
    readonly answers: Readonly<Record<string, readonly number[]>>
  }[]
  /** Figures are published as the nearest multiple of this; 1, the default, means exactly. */
  readonly roundedTo?: number
}

/** A sum of answers that somebody knows to lie between two numbers; without `category`, the number of answerers. */
export type KnownFigure = {
  readonly item: string
  readonly at: At
  readonly category?: string
  readonly low?: number
  readonly high?: number
}

/** What is to be decided: linked tables over the same people, what readers know already, and the rules. */
export type Publication = {
  readonly dimensions: Readonly<Record<string, readonly Place[]>>
  readonly items: readonly { readonly id: string; readonly categories: readonly string[] }[]
  /**
   * Everybody, by the finest classification that an attacker knows, and how many people he knows to be there: the most
   * that can have answered. May be left out when one table classifies by every dimension; then no number is known.
   */
  readonly people?: readonly { readonly at: At; readonly roster: number }[]
  readonly tables: readonly Table[]
  /** How many answers per item may be in one table and missing in another. 0 by default: all count the same people. */
  readonly strays?: number
  /** What the attacker knows beyond rosters and this publication. */
  readonly attacker?: {
    /** He answered himself and is in the group he looks at; true by default. */
    readonly ownAnswer?: boolean
    readonly knows?: readonly KnownFigure[]
  }
  /** What was published before about the same answers. */
  readonly earlier?: readonly { readonly id: string; readonly figures: readonly KnownFigure[] }[]
  readonly rule?: Partial<Rule>
  /** What showing a group is worth, 1 where not given. */
  readonly weights?: readonly { readonly table?: string; readonly at: At; readonly weight: number }[]
}

export type Rule = {
  /** The fewest answers that a group may have to be shown; 8 by default. */
  readonly k: number
  /**
   * A group is hidden when all its answers but at most this many are alike; null allows even unanimity. 1 by default:
   * the one who answered otherwise would know what everybody else said.
   */
  readonly dissenters: number | null
  /** A hidden figure must stay uncertain by this much to either side: its interval spans at least twice as much. */
  readonly margin: number
  /**
   * What is hidden together. `groups`: a group shows all its figures or none, as Kith does; what a shown group says of
   * its parts (nobody in the hospital said "never") is accepted. `cells`: each figure by itself, as statistical offices
   * do; every hidden figure, zeros too, must be uncertain by the whole margin.
   */
  readonly hide: 'groups' | 'cells'
  /** `fast` takes the first safe choice, `careful` searches on for one that hides less; both are audited in full. */
  readonly effort: 'fast' | 'careful'
  /** Decides between equals; the same input and seed give the same answer. */
  readonly seed: number
}

/** A figure that is shown or hidden. `category` null is the number of answers. `table` is the first that has the group. */
export type Figure = {
  readonly item: string
  readonly table: string
  readonly at: At
  readonly category: string | null
}

/** What is shown: with `hide: groups`, one entry a group and item; with `cells`, one a figure. */
export type Shown = {
  readonly item: string
  readonly at: At
  /** Needed only where strays make the same group of two tables two things. */
  readonly table?: string
  readonly category?: string | null
}

/** Why readers can tell: a figure of this publication, of an earlier one, or what the attacker knew. */
export type Reason =
  | { readonly figure: Figure }
  | { readonly earlier: string; readonly item: string; readonly at: At; readonly category: string | null }
  | { readonly known: At; readonly item: string; readonly category: string | null }
  | { readonly roster: At }
  /** What somebody in the group answered himself. */
  | { readonly own: { readonly at: At; readonly category: string | null } }

/** A hidden figure, and what everybody can derive about it: nothing here says more than what is shown. */
export type Hidden = Figure & {
  /** The tightest interval by linear programming, rounded inwards; null where nothing bounds it. */
  readonly low: number
  readonly high: number | null
}

export type Refusal =
  /** A shown group is too small, of one mind or nearly, or empty; or shown figures differ by such a group. */
  | {
      readonly code: 'too-few' | 'alike' | 'empty'
      readonly of: 'shown' | 'remainder'
      readonly figure: Figure
      readonly because: readonly Reason[]
    }
  /** The interval of a hidden figure is too narrow, for everybody or for one inside, and these equations make it so. */
  | {
      readonly code: 'narrow'
      readonly figure: Figure
      readonly low: number
      readonly high: number | null
      readonly needed: number
      readonly because: readonly Reason[]
    }
  /** No proof that it is wide enough was found; the solver failed, was stopped, or gave an answer that did not check. */
  | { readonly code: 'not-proved'; readonly figure: Figure }
  /** The solver failed or was late; or there are too many sums of what is shown to judge each. */
  | { readonly code: 'solver-failed' | 'out-of-time' | 'not-searched'; readonly item: string }

/** For the publisher only: which refusals there are depends on what is hidden. */
export type AuditReport = {
  readonly safe: boolean
  readonly refusals: readonly Refusal[]
  readonly hidden: readonly Hidden[]
  readonly figures: {
    readonly shown: number
    readonly hidden: number
    readonly exact: number
    readonly withinOne: number
  }
}

export type ProtectReport = {
  readonly safe: boolean
  readonly shown: readonly Shown[]
  readonly audit: AuditReport
}

/** The input cannot be what it says it is; the message is one sentence that names the place. */
export class InputError extends RangeError {
  override name = 'InputError'
}
