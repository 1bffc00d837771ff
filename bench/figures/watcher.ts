import { show } from '../report.ts'
import { liveThrough, people, seeded, type Waiting } from '../watcher/group-life.ts'
import { learn, namedRightly, strategies } from '../watcher/guesses.ts'

/*
 * What somebody who watches the host live could guess. He sees every signed-in request with its person and moment, and
 * every ballot with its group and moment; he knows the code, and guesses each ballot's author for himself. A simulation,
 * seeded: people look in at moments of a Poisson process over a wave of seven days (and the day after, in which ballots
 * are still taken), some answer at one of these visits, and the page stays open for a while. Every opening of a page is
 * counted as a signed-in request, which favours him. Not modelled: shifts, the rush after the opening message, writing
 * style, and what he knows about people. Waits are the product's own functions.
 */
const enoughBallots = 6000
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

const attack = (given: { size: number; visitsADay: number; waiting: Waiting }) => {
  const { size, waiting } = given
  const groups = Math.ceil(enoughBallots / (size * 0.55))
  const livesOf = (seed: number) => {
    const random = seeded(seed * 1000 + size)
    return Array.from({ length: groups }, () => liveThrough({ ...given, random }))
  }
  const likelier = learn(livesOf(1))
  const lives = livesOf(2)
  const tried = Object.entries(strategies(likelier)).map(([strategy, score]) => ({
    strategy,
    ...namedRightly(lives, { score, onlyHurried: waiting === 'hurried' }),
  }))
  const best = tried.reduce((first, second) => (second.share > first.share ? second : first))
  const answered = lives.reduce((sum, life) => sum + life.answered, 0)
  const arrived = lives.reduce((sum, life) => sum + life.ballots.length, 0)
  return { ...best, lost: 1 - arrived / answered }
}

console.log(
  `  ${percent(people.answering)} answer, a page stays open ${people.staysOpen / 60_000} min on average; the better of two strategies for each`,
)
for (const visitsADay of [1, 10])
  for (const size of [8, 20, 50, 200]) {
    const of = (waiting: Waiting) => attack({ size, visitsADay, waiting })
    const [product, hurried, none] = [of('product'), of('hurried'), of('none')]
    show({
      what: `author of a ballot named rightly, group of ${size}, ${visitsADay} visits a day`,
      ours: `${percent(product.share)} (${product.strategy}; ${product.ballots} ballots; ${percent(product.lost)} never sent)`,
      beside: `without delay ${percent(none.share)}, who pressed “send now” ${percent(hurried.share)}, chance ${percent(1 / size)}; beside no delay`,
      ratio: product.share / none.share,
    })
  }
