import { type Team, teams } from './hospital.ts'
import { seeded } from './seeded.ts'

type Asked = {
  group: { name: string; eligible: number; unitNames: readonly string[] }
  items: readonly { id: string; options: readonly unknown[] }[]
  /** Weeks since the first release, from 0. */
  week: number
}
type Mood = Team['mood']

/** Heads of teams, who count together at the top. */
const heads: Pick<Team, 'path' | 'mood' | 'response'> = {
  path: ['Heads of teams'],
  mood: { workload: 2.8, conversation: 4.0, recovery: 2.9 },
  response: 0.85,
}

/** What happens over the weeks: a crowded emergency department, and rest days that intensive care got back. */
const story: Record<string, (week: number) => Partial<Mood>> = {
  Emergency: (week) => ({ workload: -0.05 * week }),
  'Intensive care': (week) => ({ recovery: Math.max(0, week - 4) * 0.14 }),
  'Medicine 3': (week) => ({ conversation: 0.05 * week }),
}

/** Weeks in which hardly anybody of a team found the time, so that its figures stay hidden. */
const quiet: Record<string, readonly number[]> = { 'Medicine 5': [3, 4], 'Willow ward': [6, 9] }

/** About what is answered to the questions of the quarter, and how the load of a team moves it. */
const quarterly: Record<string, readonly [middle: number, load: number]> = {
  'admin-time': [3.8, -0.4],
  'admin-systems': [2.5, 0.2],
  'admin-hours': [2.4, 0.6],
  'moral-against': [2.2, -0.3],
  'moral-kept': [3.1, -0.6],
  'moral-raise': [3.4, 0.2],
  mistake: [3.7, 0.2],
  help: [4.1, 0.2],
  told: [2.6, 0.3],
  changed: [2.8, 0.2],
  noticed: [3.0, 0.3],
  effort: [2.9, 0.3],
  shared: [3.3, 0.3],
  background: [3.9, 0.1],
  myself: [3.6, 0.2],
  stay: [3.7, 0.5],
}

const spread = 1.05
const skips = 0.03

/** What a group of the fictional hospital might answer in a week: the same each time. */
export const simulateAnswers = ({ group, items, week }: Asked) => {
  const chance = seeded(`${group.name} ${week}`)
  const team = teams.find(({ path }) => group.unitNames.includes(path.at(-1) ?? '')) ?? heads
  const name = team.path.at(-1) ?? ''
  const response = quiet[name]?.includes(week) ? 0.12 : team.response
  const moved = story[name]?.(week) ?? {}
  const wobble = chance.bell() * 0.06
  const answered = items.map(({ id, options }) => {
    const key = keyOf(id)
    const [middle, load] = quarterly[id.replace(/^own\./, '')] ?? [(options.length + 1) / 2, 0]
    return {
      id,
      middle: key
        ? team.mood[key] + (moved[key] ?? 0) + wobble
        : middle + load * (team.mood.workload - 3) + wobble,
      chosen: options.map(() => 0),
      /** By each person in the order of the group: which option, null where she skipped it or stayed away. */
      each: Array<number | null>(group.eligible).fill(null),
    }
  })
  let ballots = 0
  for (let person = 0; person < group.eligible; person++) {
    if (chance.next() >= response) continue
    ballots++
    for (const { middle, chosen, each } of answered) {
      if (chance.next() < skips) continue
      const place = Math.round(middle + chance.bell() * spread) - 1
      const option = Math.max(0, Math.min(chosen.length - 1, place))
      chosen[option] = (chosen[option] ?? 0) + 1
      each[person] = option
    }
  }
  return {
    ballots,
    counts: new Map(answered.map(({ id, chosen }) => [id, chosen])),
    each: new Map(answered.map(({ id, each }) => [id, each])),
  }
}

const keyOf = (item: string): keyof Mood | undefined =>
  (['workload', 'conversation', 'recovery'] as const).find((key) => item.endsWith(key))
