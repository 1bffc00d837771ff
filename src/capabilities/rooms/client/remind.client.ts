import { handFile } from './hand-file.client.ts'

/** Hands her a file for her calendar, made here. What writes it is fetched only now: most never ask for it. */
export const remind = async (of: {
  title: string
  words: string | undefined
  on: string
  at: string
}): Promise<void> => {
  const { calendarFile } = await import('#platform/calendar/calendar-file.ts')
  const text = calendarFile({ ...of, id: crypto.randomUUID(), reminds: true, madeAt: new Date() })
  handFile({ name: `kith-${of.on}.ics`, type: 'text/calendar', text })
}

/** Today as a form writes it, by the device's own calendar. */
export const dayFrom = (now: Date, days: number): string => {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
}

/** The day that a host named, for her calendar. The same day again is the same entry there. */
export const keepDay = async (of: {
  id: string
  title: string
  words: string
  on: string
}): Promise<void> => {
  const { calendarFile } = await import('#platform/calendar/calendar-file.ts')
  const text = calendarFile({ ...of, madeAt: new Date() })
  handFile({ name: `kith-${of.on}.ics`, type: 'text/calendar', text })
}
