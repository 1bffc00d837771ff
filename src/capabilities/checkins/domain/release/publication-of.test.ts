import fc from 'fast-check'
import { expect, it } from 'vitest'
import { audit, InputError } from '#packages/small-cells/server.ts'
import { computeRelease, treeOf } from './compute-release.ts'
import type { ReleaseDocument } from './document.ts'
import { publicationsOf } from './publication-of.ts'
import { inputOf, waves, workload } from './release.fixture.ts'
import { readReleaseFile, releaseFileOf, saysItIsARelease } from './release-file.server.ts'

/** As somebody who has the file alone audits it. */
const auditOf = async (document: ReleaseDocument) => {
  const read = readReleaseFile(releaseFileOf(document))
  const refusals = []
  for (const part of publicationsOf(read)) refusals.push(...(await audit(part)).refusals)
  return refusals
}

it('what is released passes the audit of whoever has nothing but the file, and a hidden result put back does not', async () => {
  let putBack = 0
  await fc.assert(
    fc.asyncProperty(waves, async (given) => {
      const one = { ...given, items: given.items.slice(0, 1) }
      const document = computeRelease({
        ...one,
        counts: new Map([...given.counts].map(([group, items]) => [group, new Map([...items].slice(0, 1))])),
      })
      expect(await auditOf(document)).toEqual([])
      const [item] = document.items
      // A hidden leaf, with the answers that it really had, where these are too few.
      const hidden = treeOf({ item: workload, given }).findLast(
        ({ id, own }) =>
          !treeOf({ item: workload, given }).some(({ parent }) => parent === id) &&
          item?.cells.some(({ unit, shown }) => unit === id && !shown) &&
          own.some((count) => count > 0) &&
          own.reduce((sum, count) => sum + count, 0) < given.k,
      )
      if (!item || !hidden) return
      putBack++
      const cells = item.cells.map((cell) =>
        cell.unit === hidden.id
          ? {
              unit: cell.unit,
              shown: true as const,
              n: hidden.own.reduce((sum, count) => sum + count, 0),
              counts: hidden.own,
              value: 3,
              low: 2,
              high: 4,
              before: null,
              trend: cell.trend,
            }
          : cell,
      )
      expect(await auditOf({ ...document, items: [{ ...item, cells }] })).not.toEqual([])
    }),
    { numRuns: 15, seed: 3 },
  )
  expect(putBack).toBeGreaterThan(1)
}, 120_000)

it('a file that is no release, or contradicts itself, is one sentence', () => {
  const text = releaseFileOf(computeRelease(inputOf({ north: { workload: [1, 2, 6, 7, 3] } })))
  expect(saysItIsARelease(text)).toBe(true)
  expect(saysItIsARelease('{"dimensions": {}}')).toBe(false)
  const broken: [string, string, RegExp][] = [
    ['"k": 8', '"k": 3', /^K: must be from 5 to 20/],
    ['"unit": "north"', '"unit": "attic"', /there is no attic/],
    ['"unit": "north"', '"unit": "hospital"', /stands twice/],
    ['"kind": "kith-release",', '"kind": "kith-release", "kind": "kith-release",', /stands twice/],
    ['"parent": "hospital"', '"parent": "attic"', /before the unit above it/],
    ['"counts": [', '"counts": [ 1,', /does not count 5 answers/],
  ]
  for (const [from, to, sentence] of broken) {
    const other = text.replace(from, to)
    expect(other).not.toBe(text)
    expect(() => readReleaseFile(other)).toThrow(sentence)
    expect(() => readReleaseFile(other)).toThrow(InputError)
  }
})
