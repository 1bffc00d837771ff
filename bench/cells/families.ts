import { seeded } from '#packages/small-cells/linked/choose/seeded.ts'
import type { Publication, Rule } from '#packages/small-cells/server.ts'

const categories = ['1', '2', '3', '4', '5']

/** A tree of units in which each node above the wards has `spread` below it; wards of 3 to 24 people, Likert-5. */
export const hierarchy = (given: {
  levels: number
  spread: number
  seed: number
  rule: Partial<Rule>
}): Publication => {
  const { levels, spread, seed, rule } = given
  const random = seeded(seed)
  const places: { id: string; parent: string | null }[] = [{ id: 'root', parent: null }]
  let last = ['root']
  for (let level = 1; level <= levels; level++) {
    last = last.flatMap((parent) =>
      Array.from({ length: spread }, (_, at) => {
        const id = parent === 'root' ? `u${at}` : `${parent}.${at}`
        places.push({ id, parent })
        return id
      }),
    )
  }
  const shares = [0.08, 0.17, 0.25, 0.32, 0.18]
  const draw = () => {
    const drawn = random()
    const upTo = shares.findIndex((_, at) => drawn < shares.slice(0, at + 1).reduce((a, b) => a + b, 0))
    return Math.max(0, upTo)
  }
  return {
    dimensions: { unit: places },
    items: [{ id: 'q', categories }],
    tables: [
      {
        id: 'units',
        by: ['unit'],
        counts: last.map((unit) => {
          const counts = [0, 0, 0, 0, 0]
          const people = 2 + Math.floor(random() * 16)
          for (let at = 0; at < people; at++) {
            const answer = draw()
            counts[answer] = (counts[answer] ?? 0) + 1
          }
          return { at: { unit }, answers: { q: counts } }
        }),
      },
    ],
    attacker: { ownAnswer: false },
    rule: { k: 5, hide: 'cells', ...rule },
  }
}
