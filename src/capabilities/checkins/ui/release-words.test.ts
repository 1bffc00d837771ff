import { expect, test } from 'vitest'
import { computeRelease } from '../domain/release/compute-release.ts'
import type { Finding, ReleaseDocument } from '../domain/release/document.ts'
import { burnout, inputOf, rest, waveNumber, workload } from '../domain/release/release.fixture.ts'
import {
  beforeWords,
  countedInsideWords,
  findingsWords,
  notCountedWords,
  participationWords,
  valueWords,
  wholeWords,
} from './release-words.ts'

const released = (numbers: Record<string, number[]>, earlier: ReleaseDocument[] = []) =>
  computeRelease(
    inputOf(
      { hospital: numbers, north: numbers, south: numbers },
      {
        wave: waveNumber(earlier.length),
        items: [workload, rest, burnout],
        earlier,
        changes: new Map(['hospital', 'north', 'south'].map((unit) => [unit, 0])),
      },
    ),
  )

const first = released({ workload: [2, 3, 3, 2, 1], rest: [0, 1, 2, 5, 3], burnout: [4, 3, 2, 1, 1] })

test('participation is told in tens, and never finer or as everybody', () => {
  expect(participationWords({ participation: 70 })).toBe('About 70 in every 100 who were asked took part.')
  expect(participationWords({ participation: 90 })).toBe(
    'About 90 or more in every 100 who were asked took part.',
  )
  expect(participationWords({ participation: 0 })).toBe('Fewer than 5 in every 100 who were asked took part.')
  expect(participationWords({ participation: null })).toBe('Too few people took part to say how many.')
})

test('an average is told on its scale, a share in people', () => {
  expect(valueWords(workload, 2.8)).toBe('2.8 on a scale from 1 to 5')
  const share = { ...burnout, report: { ...burnout.report, label: 'above the cut-off' } } as typeof burnout
  expect(valueWords(share, 0.412)).toBe('41 in every 100 above the cut-off')
})

test('a difference that could be chance says so, and one that rounds away is the same', () => {
  expect(beforeWords(workload, { value: 2.8, before: 2.6, couldBeChance: true })).toBe(
    '2.6 the last time. That could be chance.',
  )
  expect(beforeWords(workload, { value: 2.8, before: 2.6, couldBeChance: false })).toBe(
    '2.6 the last time. Chance alone would hardly do that.',
  )
  expect(beforeWords(workload, { value: 2.81, before: 2.79, couldBeChance: true })).toBe(
    'The same as the last time.',
  )
  expect(beforeWords(workload, { value: 2.8, before: null, couldBeChance: false })).toBe('')
})

test('findings become at most three sentences about everybody', () => {
  const second = released({ workload: [2, 3, 3, 2, 1], rest: [0, 1, 2, 5, 3], burnout: [1, 1, 2, 3, 4] }, [
    first,
  ])
  const words = findingsWords(second)
  expect(words.length).toBeLessThanOrEqual(3)
  expect(words.map(({ item }) => item)).toEqual(['workload', 'rest', 'burnout'])
  expect(words[0]?.title).toBe('Hardest: “My workload was manageable.”')
  expect(words[0]?.words).toMatch(/^2\.7 on a scale from 1 to 5\./)
  expect(words[2]?.title).toBe('Harder than the last time: “How burnt out are you?”')
  expect(words[2]?.words).toContain('82 in every 100. 36 the last time. Chance alone would hardly do that.')
})

test('a change that could be chance is called neither better nor harder', () => {
  const finding: Finding = {
    code: 'changed-whole',
    item: 'workload',
    value: 2.8,
    pooled: false,
    before: 2.6,
    couldBeChance: true,
    direction: 'better',
  }
  const [words] = findingsWords({ findings: [finding], items: first.items })
  expect(words?.title).toBe('Moved most since the last time: “My workload was manageable.”')
})

test('a mean over several waves is called one', () => {
  const finding: Finding = {
    code: 'only-whole',
    item: 'workload',
    value: 2.8,
    pooled: true,
    before: null,
    couldBeChance: false,
  }
  expect(findingsWords({ findings: [finding], items: first.items })[0]?.words).toBe(
    '2.8 on a scale from 1 to 5. An average over several check-ins, because only a few people came or went.',
  )
})

test('what nobody may know about the whole is not shown, without a reason', () => {
  const hidden = released({ workload: [1, 0, 0, 0, 0] })
  const item = hidden.items[0]
  if (!item) throw new Error('no item')
  expect(wholeWords(item)).toEqual({ value: 'Not shown', small: '' })
  expect(findingsWords(hidden)).toEqual([])
})

test('teams that are counted inside another are named with it', () => {
  const unit = { parent: null, depth: 1, reported: 'with' as const, with: 'a' }
  const units = [
    { ...unit, id: 'a', name: 'Clinical services', reported: 'alone' as const, with: null },
    { ...unit, id: 'b', name: 'Pharmacy' },
    { ...unit, id: 'c', name: 'Therapies' },
  ]
  expect(countedInsideWords(units)).toEqual(['Pharmacy and Therapies are counted inside Clinical services.'])
  expect(countedInsideWords(units.slice(0, 2))).toEqual(['Pharmacy is counted inside Clinical services.'])
})

test('a group of which nothing is counted is named, with why, and whom to tell', () => {
  const said = notCountedWords({ ...first, notCounted: { units: [first.units[0]?.id ?? ''], isApart: true } })
  expect(said).toHaveLength(4)
  expect(said[0]).toContain(`The numbers of ${first.units[0]?.name} do not fit`)
  expect(said[0]).toContain('Either answers were added, or notes were lost')
  expect(said[1]).toContain('compared with no other time')
  expect(said[3]).toContain('Tell your staff representative')
  expect(notCountedWords(first)).toEqual([])
  const notCounted = { units: ['a'], isApart: false }
  expect(participationWords({ participation: null, notCounted })).toContain('whole teams are missing')
})
