export type PartOfDay = 'morning' | 'afternoon' | 'evening'

/** The day and its part by the clock of a place. `zone` is an IANA name; the day is ISO, 2026-11-02. */
export const todayAt = ({ now, zone }: { now: Date; zone: string }): { on: string; part: PartOfDay } => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  })
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const hour = Number(parts.get('hour'))
  return {
    on: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    part: hour >= 4 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening',
  }
}
