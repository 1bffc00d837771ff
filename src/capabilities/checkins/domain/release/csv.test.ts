import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { computeRelease } from './compute-release.ts'
import { toCsv } from './csv.ts'
import type { ReleaseDocument } from './document.ts'
import { inputOf, rest, workload } from './release.fixture.ts'

const named = (release: ReleaseDocument, name: string): ReleaseDocument => ({
  ...release,
  units: release.units.map((unit) => (unit.id === 'hospital' ? { ...unit, name } : unit)),
})
const release = computeRelease(inputOf({ north: { workload: [1, 2, 6, 7, 3] } }, { items: [workload, rest] }))

describe('a release as CSV', () => {
  it('has one row for each question and unit', () => {
    expect(toCsv(release)).toBe(
      [
        'unit,question,n,value,low,high,shown,answers,module',
        'Hospital,My workload was manageable.,19,3.4737,2.9564,3.991,yes,1:1 2:2 3:6 4:7 5:3,',
        'Hospital / North,My workload was manageable.,19,3.4737,2.9564,3.991,yes,1:1 2:2 3:6 4:7 5:3,',
        'Hospital / South,My workload was manageable.,,,,,no,,',
        'Hospital,I had time to recover.,,,,,no,,',
        'Hospital / North,I had time to recover.,,,,,no,,',
        'Hospital / South,I had time to recover.,,,,,no,,',
        '',
      ].join('\r\n'),
    )
  })

  it('writes the same row for few answers, for none and for all alike', () => {
    const rows = [
      [3, 4, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 9, 0, 0],
    ].map((south) =>
      toCsv(computeRelease(inputOf({ north: { workload: [9, 9, 0, 0, 0] }, south: { workload: south } })))
        .split('\r\n')
        .at(-2),
    )
    expect(new Set(rows)).toEqual(new Set(['Hospital / South,My workload was manageable.,,,,,no,,']))
  })

  it('keeps every name in its field and lets none become a formula', () => {
    for (const name of ['=1+1', '+49', '-2', '@cmd', '\t=1', ' =1', '\r=1']) {
      const [, row] = parse(toCsv(named(release, name)), { relax_column_count: false })
      expect(row?.[0]).toBe(`'${name}`)
    }
    for (const name of ['A, B', 'the "best" ward', 'two\r\nlines', 'Ward 4-5']) {
      const [, row] = parse(toCsv(named(release, name)), { relax_column_count: false })
      expect(row?.[0]).toBe(name)
    }
  })
})
