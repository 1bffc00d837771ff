/**
 * For how many days each kind of record is kept: unless somebody chooses, and within which limits. The least is what
 * its purpose needs; the most, what nobody could justify going beyond.
 */
export const retention = {
  /** Who did what. A year at least: the database parts with nothing younger. */
  audit: { days: 1095, least: 365, most: 3650 },
  /** That a letter was sent, and when; never its words. */
  messages: { days: 90, least: 30, most: 365 },
  /** Invitations that were used or ran out. */
  invitations: { days: 90, least: 30, most: 365 },
  /** Entries of people who left. Longer than any check-in runs, so that one of them is known until it ends. */
  'people-who-left': { days: 365, least: 180, most: 3650 },
  /** Who was asked in a check-in that is over. The check-in after it counts how many came and went. */
  'who-was-asked': { days: 730, least: 365, most: 3650 },
  /** Rooms that are over: who came, the record that was agreed. What people wrote goes earlier, on its own day. */
  rooms: { days: 365, least: 30, most: 3650 },
} as const satisfies Record<string, { days: number; least: number; most: number }>

export type RecordKind = keyof typeof retention
export const recordKinds = Object.keys(retention) as RecordKind[]
export type KeptDays = Record<RecordKind, number>

/** Days as they stand, with the defaults where nobody chose; what no limit allows any more counts as its limit. */
export const keptDays = (chosen: ReadonlyMap<string, number>): KeptDays => {
  const days = (kind: RecordKind) => {
    const { days: usual, least, most } = retention[kind]
    return Math.min(most, Math.max(least, chosen.get(kind) ?? usual))
  }
  return Object.fromEntries(recordKinds.map((kind) => [kind, days(kind)])) as KeptDays
}
