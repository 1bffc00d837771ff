import { expect, test } from 'vitest'
import { leaveOutOverfull } from './leave-out-overfull.ts'
import { countComing, emptyTally } from './tally.ts'

const tallyOf = (came: readonly [table: string, group: string, more: number][]) => {
  const tally = emptyTally()
  for (const [table, group, more] of came) {
    countComing(tally, { table, group, more })
    if (table !== '') {
      tally.further.set(table, new Map([[group, [more]]]))
      continue
    }
    tally.counts.set(group, [[more]])
    tally.counted.set(group, more)
    tally.ballots += more
  }
  return tally
}
const given = new Map([
  ['', new Map([['ward', 8]])],
  ['site/q', new Map([['north', 8]])],
])

test('as many as were given out are counted', () => {
  const tally = tallyOf([
    ['', 'ward', 8],
    ['site/q', 'north', 8],
  ])
  expect(leaveOutOverfull(tally, given)).toEqual({ tally, groups: [], isApart: false })
})

test('one more, and nothing of that group is counted', () => {
  const left = leaveOutOverfull(
    tallyOf([
      ['', 'ward', 9],
      ['', 'nobody asked for a ticket here', 1],
    ]),
    given,
  )
  expect(left).toMatchObject({ groups: ['ward', 'nobody asked for a ticket here'], isApart: false })
  expect([left.tally.ballots, left.tally.counts.size]).toEqual([0, 0])
})

test('a further table with one ballot too many is left out whole', () => {
  const left = leaveOutOverfull(
    tallyOf([
      ['', 'ward', 8],
      ['site/q', 'north', 9],
    ]),
    given,
  )
  expect([left.groups, left.isApart, left.tally.further.size, left.tally.ballots]).toEqual([[], true, 0, 8])
})
