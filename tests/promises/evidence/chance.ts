/** The smallest number of hits that chance, hitting `mean` times on average (Poisson), exceeds once in a thousand. */
export const limitOfChance = (mean: number): number => {
  let logOfTerm = -mean
  let below = Math.exp(logOfTerm)
  let hits = 0
  while (below < 0.999) {
    hits += 1
    logOfTerm += Math.log(mean / hits)
    below += Math.exp(logOfTerm)
  }
  return hits
}
