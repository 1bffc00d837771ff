import { expect, it, vi } from 'vitest'
import type { TreeNode } from '#packages/small-cells/index.ts'
import { computeRelease } from './compute-release.ts'
import { inputOf } from './release.fixture.ts'

vi.mock('#packages/small-cells/index.ts', async (original) => ({
  ...(await original<typeof import('#packages/small-cells/index.ts')>()),
  publishTree: ({ nodes }: { nodes: TreeNode[] }) => new Set(nodes.map(({ id }) => id)),
}))

// In this file the choice of results is broken on purpose: it publishes everything. The plan needs it intact
// only in so far as every unit here is large enough to stand alone.
it('releases nothing at all when the choice of results goes wrong', () => {
  const enough = { workload: [2, 3, 3, 2, 2] }
  expect(() => computeRelease(inputOf({ hospital: enough, north: enough, south: enough }))).not.toThrow()
  const few = { workload: [1, 1, 1, 1, 0] }
  expect(() => computeRelease(inputOf({ hospital: enough, north: enough, south: few }))).toThrow(
    'nothing is released',
  )
  const alike = { workload: [0, 0, 9, 0, 0] }
  expect(() => computeRelease(inputOf({ hospital: enough, north: enough, south: alike }))).toThrow(
    'nothing is released',
  )
})
