import type { HistoryEntry } from './entry.ts'

export const historyJson = (entries: readonly HistoryEntry[]): string =>
  `${JSON.stringify({ format: 'kith-history/1', entries }, null, 2)}\n`

/** One line for each answer, for a spreadsheet: with quotes, and never read as a formula by it. */
export const historyCsv = (entries: readonly HistoryEntry[]): string =>
  [
    ['day', 'kind', 'title', 'question', 'answer'],
    ...entries.flatMap(({ on, kind, title, answers }) =>
      answers.map(({ question, answer }) => [on, kind, title, question, answer ?? '']),
    ),
  ]
    .map((line) => `${line.map(cell).join(',')}\r\n`)
    .join('')

const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${plain.replaceAll('"', '""')}"`
}
