import { addTallies, countAnswers, emptyTally } from '#capabilities/checkins/closing/tally.ts'
import { computeRelease } from '#capabilities/checkins/domain/release/compute-release.ts'
import { planReportingGroups } from '#capabilities/checkins/domain/reporting-groups.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { show } from '../report.ts'

// From opened answers to the finished document: counting, the tree rule item by item, the audit, the document.
const units = [{ id: 'root', parent: null as string | null, name: 'Everyone', position: 0 }]
for (let division = 0; division < 50; division++) {
  units.push({ id: `d${division}`, parent: 'root', name: `Division ${division}`, position: division })
  for (let ward = 0; ward < 100; ward++)
    units.push({ id: `d${division}w${ward}`, parent: `d${division}`, name: `Ward ${ward}`, position: ward })
}
const wards = units.filter(({ id }) => id.includes('w'))
const options = [1, 2, 3, 4, 5].map((value) => ({ value, text: String(value) }))
const questions: Questions = {
  format: 1,
  instrument: 'bench',
  version: '1',
  title: 'Bench',
  items: ['a', 'b', 'c', 'd', 'e'].map((id) => ({
    id,
    text: id,
    locale: 'en',
    validated: false,
    options,
    report: { kind: 'mean' },
  })),
}
let state = 42
const random = (below: number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state % below
}

const times: number[] = []
for (const people of [10_000, 100_000, 1_000_000]) {
  const eligible = Array.from({ length: people }, (_, at) => ({
    member: String(at),
    unit: wards[at % wards.length]?.id ?? 'root',
  }))
  const plan = planReportingGroups({ units, eligible, k: 8 })
  if (!plan.ok) throw new Error(plan.refusal.code)
  const groupOf = new Map(
    plan.value.groups.flatMap((group) => group.units.map((unit) => [unit, group.id] as const)),
  )
  globalThis.gc?.()
  const began = performance.now()
  const tally = emptyTally()
  for (const { unit } of eligible) {
    const part = {
      group: groupOf.get(unit) ?? 'root',
      questions,
      answers: { a: 1 + random(5), b: 1 + random(5), c: 1 + random(5), d: 1 + random(5), e: 1 + random(5) },
    }
    countAnswers(tally, part)
  }
  const total = emptyTally()
  addTallies(total, tally)
  const document = computeRelease({
    wave: {
      id: 'w',
      title: 'Bench',
      instrument: { id: 'bench', version: '1' },
      opensOn: '2026-01-01',
      closesOn: '2026-01-07',
      publishedAt: '2026-01-08T00:00:00Z',
    },
    plan: plan.value,
    items: questions.items.map((item) => ({
      id: item.id,
      text: item.text,
      options: options.map(({ value, text }) => ({ value, label: text })),
      report: { kind: 'mean' as const },
    })),
    counts: new Map(
      [...total.counts].map(([group, rows]) => [
        group,
        new Map(questions.items.map((item, at) => [item.id, rows[at] ?? []])),
      ]),
    ),
    ballots: total.ballots,
    eligible: people,
    k: 8,
    earlier: [],
    changes: new Map(),
  })
  const seconds = (performance.now() - began) / 1000
  times.push(seconds)
  const memory = process.memoryUsage().rss / 2 ** 20
  show({
    what: `release of ${people.toLocaleString('en')} ballots over ${plan.value.groups.length} groups`,
    ours: `${seconds.toFixed(2)} s, ${memory.toFixed(0)} MB, ${document.items.length} questions`,
    beside: 'floor: 10 s and 1,024 MB at 1,000,000',
    ...(people === 1_000_000 ? { target: '10 s, 1 GB', isMet: seconds <= 10 && memory <= 1024 } : {}),
  })
}
const [small = 1, middle = 1, large = 1] = times
const nLogN = (people: number) => people * Math.log(people)
show({
  what: 'growth from 10,000 to 1,000,000',
  ours: `${(large / small).toFixed(0)} times (by way of ${(middle / small).toFixed(1)})`,
  beside: `n log n grows ${(nLogN(1e6) / nLogN(1e4)).toFixed(0)} times`,
  ratio: large / small / (nLogN(1e6) / nLogN(1e4)),
  target: 'at most 1',
  isMet: large / small <= nLogN(1e6) / nLogN(1e4),
})
