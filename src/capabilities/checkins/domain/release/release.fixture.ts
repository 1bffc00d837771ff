import fc from 'fast-check'
import { planReportingGroups, type ReportingPlan } from '../reporting-groups.ts'
import type { ReleaseInput } from './compute-release.ts'
import type { AskedQuestion, ReleasedWave } from './document.ts'

const agreement = [1, 2, 3, 4, 5].map((value) => ({ value, label: `answer ${value}` }))

export const workload: AskedQuestion = {
  id: 'workload',
  text: 'My workload was manageable.',
  options: agreement,
  report: { kind: 'mean', higherIs: 'better' },
}
export const rest: AskedQuestion = { ...workload, id: 'rest', text: 'I had time to recover.' }
export const burnout: AskedQuestion = {
  ...workload,
  id: 'burnout',
  text: 'How burnt out are you?',
  report: { kind: 'share', values: [3, 4, 5], higherIs: 'worse' },
}

export const waveNumber = (number: number): ReleasedWave => ({
  id: `wave-${number}`,
  title: `Check-in ${number}`,
  instrument: { id: 'weekly-five', version: '1' },
  opensOn: `${2026 + number}-11-01`,
  closesOn: `${2026 + number}-11-08`,
  publishedAt: `${2026 + number}-11-09T08:00:00Z`,
})

const people = (unit: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ member: `${unit}-${i}`, unit }))

/** A hospital of 20 with two wards of 20 and 15 below it. */
export const hospital = (k = 8): ReportingPlan => {
  const unit = (id: string, name: string, position: number) => ({
    id,
    parent: id === 'hospital' ? null : 'hospital',
    name,
    position,
  })
  const units = [unit('hospital', 'Hospital', 0), unit('north', 'North', 1), unit('south', 'South', 2)]
  const eligible = [...people('hospital', 20), ...people('north', 20), ...people('south', 15)]
  const result = planReportingGroups({ units, eligible, k })
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

type Answers = Record<string, Record<string, number[]>>

export const countsOf = (answers: Answers) =>
  new Map(Object.entries(answers).map(([group, items]) => [group, new Map(Object.entries(items))]))

export const inputOf = (answers: Answers, given: Partial<ReleaseInput> = {}): ReleaseInput => ({
  wave: waveNumber(0),
  plan: hospital(),
  items: [workload],
  counts: countsOf(answers),
  ballots: 40,
  eligible: 55,
  k: 8,
  earlier: [],
  changes: new Map(),
  ...given,
})

/** Whole waves: random trees of units, people and answers, where many skip and some groups agree. */
export const waves: fc.Arbitrary<ReleaseInput> = fc
  .record({
    parents: fc.array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 12 }),
    homes: fc.array(fc.nat(11), { minLength: 20, maxLength: 150 }),
    answers: fc.infiniteStream(fc.constantFrom(-1, 0, 1, 2, 3, 4, 4, 4, 4, 4)),
    k: fc.integer({ min: 5, max: 9 }),
  })
  .map(({ parents, homes, answers, k }) => {
    const units = parents.map((drawn, i) => ({
      id: `u${i}`,
      parent: i === 0 || drawn < 0 ? null : `u${drawn % i}`,
      name: `Unit ${i}`,
      position: i,
    }))
    const eligible = homes.map((home, i) => ({ member: `m${i}`, unit: `u${home % units.length}` }))
    const result = planReportingGroups({ units, eligible, k })
    if (!result.ok) throw new Error(result.refusal.code)
    const items = [workload, rest, burnout]
    const counts = new Map(
      result.value.groups.map((group) => {
        const byItem = items.map(({ id }) => {
          const chosen = [0, 0, 0, 0, 0]
          for (const [i] of group.members.entries()) {
            const answer = answers.next().value ?? -1
            if (i % 4 !== 0 && answer >= 0) chosen[answer] = (chosen[answer] ?? 0) + 1
          }
          return [id, chosen] as const
        })
        return [group.id, new Map(byItem)]
      }),
    )
    return inputOf(
      {},
      { plan: result.value, items, counts, k, ballots: homes.length, eligible: homes.length },
    )
  })
