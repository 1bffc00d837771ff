import { expect, test } from 'vitest'
import { planReportingGroups } from '../reporting-groups.ts'
import { onPaper } from './on-paper.ts'

const people = (unit: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ member: `${unit} ${at}`, unit }))
const unit = (id: string, parent: string | null, position: number) => ({ id, parent, name: id, position })

/** Theatre is too small and is counted with the whole; the kitchen stands above its two rounds. */
const planOf = () => {
  const plan = planReportingGroups({
    units: [
      unit('whole', null, 0),
      unit('ward', 'whole', 0),
      unit('theatre', 'whole', 1),
      unit('kitchen', 'whole', 2),
      unit('early', 'kitchen', 0),
      unit('late', 'kitchen', 1),
    ],
    eligible: [
      ...people('whole', 9),
      ...people('ward', 12),
      ...people('theatre', 3),
      ...people('early', 10),
      ...people('late', 10),
    ],
    k: 8,
  })
  if (!plan.ok) throw new Error('Too few people.')
  return plan.value
}
const paper = (chosen: string[]) =>
  onPaper(planOf(), chosen)
    .groups.filter(({ way }) => way === 'paper')
    .map(({ id }) => id)

test('a chosen unit that stands alone answers on paper, and nobody else does', () => {
  expect(paper([])).toEqual([])
  expect(paper(['ward'])).toEqual(['ward'])
  expect(paper(['gone'])).toEqual([])
})

test('who shares a key shares the way: a small unit takes its whole group to paper', () => {
  const [theatre] = paper(['theatre'])
  const group = onPaper(planOf(), ['theatre']).groups.find(({ id }) => id === theatre)
  expect(paper(['theatre'])).toHaveLength(1)
  expect(group?.units).toEqual(expect.arrayContaining(['whole', 'theatre']))
})

test('with a unit answer all that are beneath it', () => {
  expect(paper(['kitchen']).sort()).toEqual(['early', 'late'])
})
