import { availableParallelism } from 'node:os'
import known from '#packages/pairing/designs/known-rounds.json' with { type: 'json' }
import { planInSteps, type Rotation, type RotationRequest } from '#packages/pairing/index.ts'
import { median, show } from '../report.ts'
import { greedyRotation } from '../rotation/greedy.ts'

// Repeats and time beside the simple greedy way of other tools: published cases of the social golfer problem, all sizes
// of up to 50 people for which no repeats are known to be possible, 500 people, and rooms for which nothing is known.
// A pair that meets twice costs 1, three times 3. Timed once each, as it is called.
type Planned = { rotation: Rotation; seconds: number; longest: number }

/** The longest step is processor time, so that a busy machine does not count. */
const plan = (request: RotationRequest): Planned => {
  const began = performance.now()
  const steps = planInSteps(request)
  let longest = 0
  for (;;) {
    const before = process.cpuUsage()
    const step = steps.next()
    const { user, system } = process.cpuUsage(before)
    longest = Math.max(longest, (user + system) / 1000)
    if (!step.done) continue
    if (!step.value.ok) throw new Error(step.value.refusal.code)
    return { rotation: step.value.value, seconds: (performance.now() - began) / 1000, longest }
  }
}
const people = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `p${at}` }))
const timed = (work: () => number) => {
  const began = performance.now()
  const value = work()
  return { value, seconds: (performance.now() - began) / 1000 }
}
const seconds = (value: number) => `${value < 0.01 ? value.toFixed(4) : value.toFixed(2)} s`

const beside = (given: { groups: number; size: number; rounds: number; count?: number; open?: boolean }) => {
  const { groups, size, rounds, count = groups * size, open = false } = given
  const greedy = timed(() => greedyRotation({ people: count, groups, rounds }))
  const ours = plan({ people: people(count), rounds, sizes: { groups } })
  const { repeats, found } = ours.rotation
  const most = Math.floor(repeats.bound * 1.05 + 1e-9)
  show({
    what: `${count} people, ${groups} groups, ${rounds} rounds`,
    ours: `${repeats.count} repeats, ${seconds(ours.seconds)}, by ${found.by}`,
    beside: `greedy ${greedy.value}, ${seconds(greedy.seconds)}; at least ${repeats.bound} (${repeats.boundIs})`,
    ratio: greedy.value === 0 ? undefined : repeats.count / greedy.value,
    ...(open
      ? { target: 'nothing is known to be possible' }
      : { target: repeats.bound === 0 ? 'none' : `at most ${most}`, isMet: repeats.count <= most }),
  })
  return { ours, greedy }
}

console.log(`  ${availableParallelism()} cores, one used`)
plan({ people: people(20), rounds: 6, sizes: { groups: 5 }, moves: 200_000 })
for (const [groups, size, rounds] of [
  [5, 3, 7],
  [6, 6, 3],
  [8, 4, 7],
  [6, 5, 6],
  [10, 5, 6],
  [20, 5, 6],
  [100, 5, 6],
] as const)
  beside({ groups, size, rounds })

const all = [...known.cases, ...known.notReached]
  .filter(({ groups, size }) => groups * size <= 50)
  .map(({ groups, size, rounds }) => {
    const greedy = timed(() => greedyRotation({ people: groups * size, groups, rounds }))
    return { ours: plan({ people: people(groups * size), rounds, sizes: { groups } }), greedy }
  })
const free = all.filter(({ ours }) => ours.rotation.repeats.count === 0).length
show({
  what: `all ${all.length} sizes up to 50 people with the most rounds known to be possible without repeats`,
  ours: `${free} without repeats, half of them within ${seconds(median(all.map(({ ours }) => ours.seconds)))}`,
  beside: `greedy ${all.filter(({ greedy }) => greedy.value === 0).length} without repeats, half within ${seconds(median(all.map(({ greedy }) => greedy.seconds)))}`,
  target: 'all',
  isMet: free === all.length,
})

let worst = { ratio: 1, what: 'none' }
const unknown: string[] = []
let none = 0
let rooms = 0
for (let count = 8; count <= 50; count++)
  for (const size of [3, 4, 5]) {
    const { rotation } = plan({
      people: people(count),
      rounds: 4,
      sizes: { preferred: size },
      moves: 500_000,
    })
    const { count: cost, bound, boundIs } = rotation.repeats
    rooms++
    if (cost === 0) none++
    const what = `${count} people near ${size}: ${cost} beside ${bound}`
    if (cost > bound && (bound === 0 || boundIs === 'exhausted')) unknown.push(what)
    else if (bound > 0 && cost / bound > worst.ratio) worst = { ratio: cost / bound, what }
  }
show({
  what: `every number of people from 8 to 50, groups near 3, 4 and 5, four rounds: ${rooms} rooms`,
  ours: `${none} without repeats; furthest above a bound: ${worst.what}`,
  beside: `repeats where no bound forbids none and none is not known to be possible: ${unknown.join('; ') || 'nowhere'}`,
  ratio: worst.ratio,
  target: 'at most 1.05',
  isMet: worst.ratio <= 1.05,
})
for (const [groups, size, rounds, count] of [
  [4, 5, 6, 20],
  [3, 5, 6, 15],
  [2, 25, 6, 50],
  [5, 10, 6, 50],
  [5, 5, 12, 25],
  [12, 5, 6, 58],
] as const)
  beside({ groups, size, rounds, count })
for (const [groups, size, rounds] of [
  [4, 3, 5],
  [10, 5, 12],
] as const)
  beside({ groups, size, rounds, open: true })

const clinic: RotationRequest = {
  people: Array.from({ length: 200 }, (_, at) => ({
    id: `p${at}`,
    traits: { profession: ['nurse', 'nurse', 'nurse', 'doctor', 'therapist'][at % 5] ?? '' },
    absent: at % 13 === 0 ? [0] : at % 17 === 0 ? [4, 5] : [],
  })),
  rounds: 6,
  sizes: { preferred: 5 },
  apart: Array.from({ length: 40 }, (_, at) => [`p${at}`, `p${at + 60}`] as const),
  together: [['p101', 'p102']],
}
const blind = plan({ ...clinic, mixing: 0 })
const busy = plan(clinic)
const { repeats } = blind.rotation
show({
  what: '200 people, latecomers, leavers, 40 bans, a pair kept together',
  ours: `${repeats.count} repeats, ${seconds(blind.seconds)}; with professions mixed besides ${busy.rotation.repeats.count}, ${seconds(busy.seconds)}`,
  beside: `at least ${repeats.bound} (${repeats.boundIs})`,
  ratio: repeats.count / repeats.bound,
  target: `at most ${Math.floor(repeats.bound * 1.05)} where professions do not matter`,
  isMet: repeats.count <= repeats.bound * 1.05 + 1e-9,
})
const long = plan({ people: people(500), rounds: 6, sizes: { preferred: 5 } }).longest
show({
  what: 'longest step without a turn for others',
  ours: `${busy.longest.toFixed(1)} ms with 200 people and rules, ${long.toFixed(1)} ms with 500`,
  beside: 'processor time',
  target: 'at most 15 ms',
  isMet: Math.max(busy.longest, long) <= 15,
})
