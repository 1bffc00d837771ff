/**
 * What was written last, so that a page that opens need not ask the database. What is said passes by, the newest `most`
 * of it are kept; take-aways and what a turn is about stay as long as the room is open.
 */
export const openRecentWords = (most: number) => {
  const passing = new Map<number, string>()
  const staying = new Map<number, string>()
  return {
    keep: (number: number, words: string, how: 'passes' | 'stays'): void => {
      if (how === 'stays') return void staying.set(number, words)
      passing.set(number, words)
      const oldest = passing.size > most ? passing.keys().next().value : undefined
      if (oldest !== undefined) passing.delete(oldest)
    },
    forget: (number: number): void => {
      passing.delete(number)
      staying.delete(number)
    },
    get: (number: number): string | undefined => passing.get(number) ?? staying.get(number),
  }
}
