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

/** Wards below divisions below one hospital group, and six professions in each: tables by unit, by division × profession. */
export const linkedWards = (given: {
  seed: number
  divisions?: number
  rule: Partial<Rule>
}): Publication => {
  const random = seeded(given.seed)
  const professions = ['nurse', 'doctor', 'therapist', 'porter', 'clerk', 'manager']
  const typical = [9, 4, 3, 3, 2, 1]
  const shares = [0.08, 0.17, 0.25, 0.32, 0.18]
  const divisions = Array.from({ length: given.divisions ?? 25 }, (_, at) => `d${at}`)
  const wards = divisions.flatMap((division) =>
    Array.from({ length: 5 }, (_, at) => ({ id: `${division}.${at}`, parent: division })),
  )
  const people = wards.flatMap(({ id, parent }) =>
    professions.map((profession, at) => {
      const counts = [0, 0, 0, 0, 0]
      const size = Math.floor(random() * 2 * (typical[at] ?? 1) + 0.5)
      for (let person = 0; person < size; person++) {
        const drawn = random()
        const answer = shares.findIndex((_, c) => drawn < shares.slice(0, c + 1).reduce((a, b) => a + b, 0))
        counts[Math.max(0, answer)] = (counts[Math.max(0, answer)] ?? 0) + 1
      }
      return { ward: id, division: parent, profession, counts, roster: size + Math.floor(random() * 4) }
    }),
  )
  const sums = (keyOf: (one: (typeof people)[number]) => Record<string, string>) => {
    const rows = new Map<string, { at: Record<string, string>; answers: { q: number[] } }>()
    for (const one of people) {
      const at = keyOf(one)
      const row = rows.get(JSON.stringify(at)) ?? { at, answers: { q: [0, 0, 0, 0, 0] } }
      one.counts.forEach((count, c) => {
        row.answers.q[c] = (row.answers.q[c] ?? 0) + count
      })
      rows.set(JSON.stringify(at), row)
    }
    return [...rows.values()]
  }
  return {
    dimensions: {
      unit: [{ id: 'root', parent: null }, ...divisions.map((id) => ({ id, parent: 'root' })), ...wards],
      profession: [{ id: 'all', parent: null }, ...professions.map((id) => ({ id, parent: 'all' }))],
    },
    items: [{ id: 'q', categories }],
    people: people.map(({ ward, profession, roster }) => ({ at: { unit: ward, profession }, roster })),
    tables: [
      { id: 'units', by: ['unit'], counts: sums(({ ward }) => ({ unit: ward })) },
      {
        id: 'professions',
        by: ['unit', 'profession'],
        counts: sums(({ division, profession }) => ({ unit: division, profession })),
      },
    ],
    rule: { k: 5, hide: 'groups', ...given.rule },
  }
}
