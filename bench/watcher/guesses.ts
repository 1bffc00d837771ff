import type { GroupLife } from './group-life.ts'

/** Time since a person's last signed-in request, in tenths of its logarithm; the last class is "never here". */
const classes = 80
const classOf = (ms: number | undefined): number =>
  ms === undefined
    ? classes
    : Math.min(classes - 1, Math.max(0, Math.floor(10 * Math.log2(1 + ms / 10_000)) >> 1))

const sinceLast = (visits: readonly number[], at: number): number | undefined => {
  let last: number | undefined
  for (const visit of visits) if (visit <= at) last = visit
  return last === undefined ? undefined : at - last
}

/**
 * What the host can learn from the code and from trying it: how much likelier each time since the last request is for
 * the author of a ballot than for anybody else in her group.
 */
export const learn = (lives: readonly GroupLife[]): number[] => {
  const authors = new Array<number>(classes + 1).fill(0.5)
  const others = new Array<number>(classes + 1).fill(0.5)
  for (const life of lives)
    for (const ballot of life.ballots)
      life.visits.forEach((visits, member) => {
        const row = member === ballot.author ? authors : others
        const at = classOf(sinceLast(visits, ballot.arrivedAt))
        row[at] = (row[at] ?? 0) + 1
      })
  const total = (row: readonly number[]) => row.reduce((sum, count) => sum + count, 0)
  const [allAuthors, allOthers] = [total(authors), total(others)]
  return authors.map((count, at) => count / allAuthors / ((others[at] ?? 1) / allOthers))
}

/** Expected share of ballots named rightly: a tie between n people names each with one in n. */
export const namedRightly = (
  lives: readonly GroupLife[],
  options: { score: (since: number | undefined) => number; onlyHurried: boolean },
): { share: number; ballots: number } => {
  let right = 0
  let ballots = 0
  for (const life of lives)
    for (const ballot of life.ballots) {
      if (options.onlyHurried && !ballot.isHurried) continue
      ballots++
      const scores = life.visits.map((visits) => options.score(sinceLast(visits, ballot.arrivedAt)))
      const best = Math.max(...scores)
      if (scores[ballot.author] === best) right += 1 / scores.filter((score) => score === best).length
    }
  return { share: right / ballots, ballots }
}

/** The two simple strategies: whoever was here last, and whoever's last request fits the known waits best. */
export const strategies = (likelier: readonly number[]) => ({
  'the last visitor': (since: number | undefined) => -(since ?? Number.POSITIVE_INFINITY),
  'the likeliest by delay': (since: number | undefined) => likelier[classOf(since)] ?? 0,
})
