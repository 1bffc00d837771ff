/** What was written last, so that a page that opens need not ask the database. */
export const openRecentWords = (most: number) => {
  const kept = new Map<number, string>()
  return {
    keep: (number: number, words: string): void => {
      kept.set(number, words)
      const oldest = kept.size > most ? kept.keys().next().value : undefined
      if (oldest !== undefined) kept.delete(oldest)
    },
    forget: (number: number): void => void kept.delete(number),
    get: (number: number): string | undefined => kept.get(number),
  }
}
