import { accept, type Result, refuse } from '#kernel/result.ts'

/** Which number comes first in a day such as 03/04/2026. */
export type DayOrder = 'day-first' | 'month-first'
export type StartDayRefusal = 'start-day-unreadable' | 'start-day-impossible' | 'start-day-far'

const midnight = '(?:[T ]00?:00(?::00(?:\\.0+)?)?Z?)?'
const yearFirst = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${midnight}$`, 'u')
const yearLast = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})${midnight}$`, 'u')

/** The digits of Arabic and Persian keyboards as ours. */
const plainDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 15))

const numbers = (match: RegExpExecArray): [number, number, number] => [
  Number(match[1]),
  Number(match[2]),
  Number(match[3]),
]

/**
 * How a whole column writes its days, judged by the cells that can be read in one way only.
 * `unclear` holds the positions of the cells that hang on a guess, when no cell tells.
 */
export function startDayOrder(texts: readonly string[]): { order: DayOrder | null; unclear: number[] } {
  const open: number[] = []
  let written = 0
  let dayFirst = 0
  let monthFirst = 0
  for (const [position, text] of texts.entries()) {
    const match = yearLast.exec(plainDigits(text))
    if (!match) continue
    written += 1
    const [first, second] = numbers(match)
    if (first > 12 && second <= 12) dayFirst += 1
    else if (second > 12 && first <= 12) monthFirst += 1
    else if (first !== second) open.push(position)
  }
  if (written === 0) return { order: null, unclear: [] }
  const order = monthFirst > 0 && dayFirst === 0 ? 'month-first' : 'day-first'
  return { order, unclear: dayFirst + monthFirst === 0 ? open : [] }
}

/**
 * Reads 2026-02-28, 28/02/2026 and their like with dots or dashes into an ISO day.
 * `today` is an ISO day; a start before 1920 or more than five years ahead is taken for a slip.
 */
export function readStartDay({
  text,
  order,
  today,
}: {
  text: string
  order: DayOrder
  today: string
}): Result<string, StartDayRefusal> {
  const plain = plainDigits(text)
  const iso = yearFirst.exec(plain)
  const other = iso ? null : yearLast.exec(plain)
  const match = iso ?? other
  if (!match) return refuse('start-day-unreadable')
  const [a, b, c] = numbers(match)
  const [year, month, day] = iso ? [a, b, c] : order === 'day-first' ? [c, b, a] : [c, a, b]
  if (month < 1 || month > 12 || day < 1 || day > 31) return refuse('start-day-impossible')
  if (year < 1920 || year > Number(today.slice(0, 4)) + 5) return refuse('start-day-far')
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return refuse('start-day-impossible')
  return accept(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}
