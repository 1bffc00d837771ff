/** The plan page as it was filled in: what somebody typed comes back to her, readable or not. */
export type PlanFields = {
  readonly title: string
  readonly instrument: string
  readonly who: 'everybody' | 'some'
  readonly audience: readonly string[]
  /** By the clock of the organisation: `2026-11-30T06:00`. */
  readonly opens: string
  readonly closes: string
  readonly minimumGroup: number
  readonly reminds: boolean
  /** Units that answer on paper. */
  readonly paper: readonly string[]
  readonly furtherTables: readonly string[]
}

/** Nobody chosen is not everybody: an empty name, which no unit has, is refused as an unknown one. */
export const audienceOf = ({ who, audience }: Pick<PlanFields, 'who' | 'audience'>): readonly string[] => {
  if (who === 'everybody') return []
  return audience.length > 0 ? audience : ['']
}
