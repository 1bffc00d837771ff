/**
 * How many answers somebody typed in for others, as a release may say it: the number where it hides in no smaller group
 * than any figure does, `'some'` where it would not, undefined where there were none. What is left of all ballots, and
 * of all sheets, must be as large: it could be worked out.
 */
export const keyedInShown = (given: {
  keyedIn: number
  ballots: number
  /** People whose groups answer on paper: as many sheets were printed. */
  onPaper: number
  k: number
}): number | 'some' | undefined => {
  const { keyedIn, ballots, onPaper, k } = given
  if (keyedIn === 0) return undefined
  const rests = [ballots - keyedIn, onPaper - keyedIn]
  return keyedIn >= k && rests.every((rest) => rest >= k) ? keyedIn : 'some'
}
