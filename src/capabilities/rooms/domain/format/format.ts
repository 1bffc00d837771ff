/** Words in one or more languages, by language tag. Shipped formats have all; a facilitator's own has hers. */
export type Words = Readonly<Record<string, string>>

/** How many sit in one group; `everyone` keeps the room whole. */
export type GroupSizes = 'everyone' | { least: number; ideal: number; most: number }

/**
 * What a person is in her group. A *part* is what she does in this turn (client, consultant); parts divide the group.
 * A *duty* is laid on top (keeps the time, keeps the notes) and goes to one person of each group, never to her whose
 * turn it is.
 */
export type Role = {
  id: string
  name: Words
  /** One sentence to whoever has it. */
  task: Words
} & (
  | { kind: 'part'; whose: 'turn' | 'rest' }
  /** Chosen from the whole room: they sit at a table of their own, in front of the others. */
  | { kind: 'part'; whose: 'stage'; least: number; most: number }
  | { kind: 'duty' }
)

/** Who sits together: each alone, the pairs inside of a group, the group, those on stage apart, or the whole room. */
export const gatherings = ['alone', 'pairs', 'groups', 'everyone'] as const
export type Gathering = (typeof gatherings)[number]

export type Step = {
  id: string
  /** Length in seconds. Null goes on until the host does. */
  seconds: number | null
  together: Gathering
  /** The parts that may write; the others read. */
  speaks: 'everyone' | 'nobody' | readonly string[]
  /** Parts that have turned away: they read, and cannot write, by the server's rule and not only on the screen. */
  turnedAway: readonly string[]
  name: Words
  /** What to do, for whoever has no text of her own below. */
  text: Words
  textFor: Readonly<Record<string, Words>>
  /** What the facilitator may say. */
  say?: Words | undefined
  /** One text that a part writes and that stays above the steps of this turn, such as what a client asks for. */
  asks?: { part: string; label: Words } | undefined
  /** Only questions may be said: a rule in words, shown while it holds. */
  onlyQuestions?: boolean | undefined
  /** A picture or a sound to stay with, and its description for who cannot see or hear it. */
  stay?: { kind: 'image' | 'sound'; description: Words } | undefined
}

/** When people are put into groups: once, or anew for each turn so that they meet others. */
export type Regrouping = 'once' | 'each-turn'

/**
 * A timed way of working, as data: any facilitator can read, copy and change one. Steps run `before`, then once for each
 * turn, then `after`. With `turns: 'each'` everybody in the group has a turn.
 */
export type Format = {
  id: string
  version: string
  title: Words
  about: Words
  /** Whose idea it is, where it is described, and under which licence. Ours where it is missing. */
  source?: { credit: string; address: string; licence: string } | undefined
  groups: GroupSizes
  regroups: Regrouping
  roles: readonly Role[]
  turns: 'each' | number
  before: readonly Step[]
  turn: readonly Step[]
  after: readonly Step[]
  /** Nothing is written down for later: nobody can keep a take-away while it runs. */
  keepsNoNotes?: boolean | undefined
}

/** Words in `language`, else in English, else in whatever language there is. */
export const inLanguage = (words: Words, language: string): string =>
  words[language] ?? words.en ?? Object.values(words)[0] ?? ''

export const stepsOf = (format: Format): readonly Step[] => [
  ...format.before,
  ...format.turn,
  ...format.after,
]

export const isGrouped = (format: Format): boolean => format.groups !== 'everyone'

/** The part whose turn it is, such as the client. */
export const turnPart = (format: Format): Role | undefined =>
  format.roles.find((role) => role.kind === 'part' && role.whose === 'turn')

/** The parts of those who sit in front of the others, by their id. */
export const stagePartsOf = (format: Format): readonly string[] =>
  format.roles.flatMap((role) => (role.kind === 'part' && role.whose === 'stage' ? [role.id] : []))

export const dutiesOf = (format: Format): readonly Role[] =>
  format.roles.filter(({ kind }) => kind === 'duty')
