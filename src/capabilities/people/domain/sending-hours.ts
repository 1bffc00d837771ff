/** Minutes of the day, by the clock of the organisation: from 480 until 1200 is eight to eight. */
export type SendingHours = { readonly fromMinute: number; readonly untilMinute: number }

export const usualSendingHours: SendingHours = { fromMinute: 8 * 60, untilMinute: 20 * 60 }

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** A minute of the day as a time field writes it; the end of the day is `24:00`. */
export const timeOfMinute = (minute: number): string =>
  `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`

/** @returns undefined for what is no time of day. */
export const minuteOfTime = (text: string): number | undefined => {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? []
  if (hour === undefined || minute === undefined) return undefined
  const minutes = Number(hour) * 60 + Number(minute)
  return Number(minute) < 60 && minutes <= 24 * 60 ? minutes : undefined
}
