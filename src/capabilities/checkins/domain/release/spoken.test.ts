import { expect, it } from 'vitest'
import { computeRelease } from './compute-release.ts'
import { inputOf, workload } from './release.fixture.ts'
import { spokenIn } from './spoken.ts'

const spanish = { text: 'He podido con mi carga.', options: ['a', 'b', 'c', 'd', 'e'] }
const bilingual = { ...workload, words: { es: spanish } }
const own = { ...workload, id: 'own', text: 'La propia.', counterpartOf: 'workload' }
const answered = { workload: [1, 2, 6, 7, 3], own: [9, 1, 0, 0, 0] }

it('is read in the language of the reader where it was asked in it, with the same figures', () => {
  const release = computeRelease(inputOf({ north: answered }, { items: [bilingual, own] }))
  const read = spokenIn(release, 'es')
  expect(read.items[0]).toMatchObject({
    text: 'He podido con mi carga.',
    options: [{ value: 1, label: 'a' }, {}, {}, {}, {}],
  })
  expect(read.items.map(({ cells }) => cells)).toEqual(release.items.map(({ cells }) => cells))
  expect(spokenIn(release, 'ar')).toEqual(release)
})

it('reports a counterpart as a series of its own, which no finding speaks of and no figure joins', () => {
  const alone = computeRelease(inputOf({ north: { workload: answered.workload } }, { items: [bilingual] }))
  const both = computeRelease(inputOf({ north: answered }, { items: [bilingual, own] }))
  expect(both.items[0]).toEqual(alone.items[0])
  expect(both.items[1]).toMatchObject({ id: 'own', counterpartOf: 'workload' })
  expect(both.items[1]?.cells[0]).toMatchObject({ shown: true, n: 10 })
  expect(both.findings).toEqual(alone.findings)
})

it('hides a counterpart that few answered, like any question', () => {
  const few = { workload: answered.workload, own: [3, 2, 1, 0, 0] }
  const release = computeRelease(inputOf({ north: few }, { items: [bilingual, own] }))
  for (const cell of release.items[1]?.cells ?? []) expect(cell).toMatchObject({ shown: false })
})
