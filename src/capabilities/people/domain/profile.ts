/** A few plain choices; what they are for is to be counted in, never to be held against anybody. */
export const workingPatterns = ['days', 'nights', 'mixed', 'on-call', 'part-time'] as const
export type WorkingPattern = (typeof workingPatterns)[number]

/** What a person may let her colleagues see, field by field. */
export const shownFields = ['chosen-name', 'profession', 'languages', 'working-pattern'] as const
export type ShownField = (typeof shownFields)[number]

/** From and until as HH:MM by the clock of the organisation; until may lie before from: then they run over midnight. */
export type QuietHours = { from: string; until: string }

/** What a person says of herself in one organisation; null where she goes by the staff list, or says nothing. */
export type Profile = {
  chosenName: string | null
  profession: string | null
  languages: readonly string[] | null
  workingPattern: WorkingPattern | null
  quietHours: QuietHours | null
  shown: readonly ShownField[]
  /** How often it was changed; 0 before the first time. */
  version: number
}

export const emptyProfile: Profile = {
  chosenName: null,
  profession: null,
  languages: null,
  workingPattern: null,
  quietHours: null,
  shown: [],
  version: 0,
}
