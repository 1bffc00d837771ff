import type { Held } from '../domain/held.ts'
import { actsInWords, type SayAct, sayHeldFact, sayHeldGroup, sayHeldValue } from './say-held.ts'

/**
 * What is held as a table (RFC 4180) that a person can read: one line a fact. Words that a spreadsheet would take for a
 * formula get an apostrophe (OWASP, CSV injection).
 */
export const heldTable = (given: {
  parts: readonly { where: string; held: readonly Held[] }[]
  zone: string
  locale: string
  sayAct: SayAct
}): string => {
  const { zone, locale, sayAct } = given
  const rows = given.parts.flatMap(({ where, held }) =>
    actsInWords(held, sayAct).flatMap(({ group, entries }) =>
      entries.flatMap((entry, at) =>
        Object.entries(entry).map(([name, value]) => [
          where,
          sayHeldGroup(group).title,
          String(at + 1),
          sayHeldFact(name) ?? name,
          sayHeldValue({ name, value, zone, locale }),
        ]),
      ),
    ),
  )
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${rows.map((row) => `${row.map((cell) => quoted(safe(cell))).join(',')}\r\n`).join('')}`
}

const safe = (text: string): string => (/^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text)
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
