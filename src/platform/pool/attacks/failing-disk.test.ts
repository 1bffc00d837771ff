import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { SlotFile } from '../file/slot-file.server.ts'
import { openSlotFile } from '../file/slot-file.server.ts'
import { createPool, openPool } from '../index.server.ts'
import { readPool } from '../open-pool.server.ts'
import { payloadOf, ticketOf } from '../testing/entries.ts'
import { freshFile, textsIn } from '../testing/pools.ts'

const systemError = (code: string) => Object.assign(new Error(`${code}: injected`), { code })
const entryOf = (number: number) => ({ ticket: ticketOf(number), payload: payloadOf(number) })

/** A real pool file on a disk whose operations fail while `fault` says so. */
const poolOnFailingDisk = async (capacity: number) => {
  const file = await freshFile()
  await createPool({ file, capacity, payloadSize: 100 })
  const real = await openSlotFile(file)
  const fault: { write?: string; halfWrite?: boolean; wholeWrite?: boolean; sync?: string } = {}
  const slots: SlotFile = {
    ...real,
    async write({ place, image }) {
      if (fault.wholeWrite) await real.write({ place, image })
      if (fault.halfWrite) await real.write({ place, image: image.subarray(0, 120) })
      if (fault.write) throw systemError(fault.write)
      await real.write({ place, image })
    },
    async sync() {
      if (fault.sync) throw systemError(fault.sync)
      await real.sync()
    },
  }
  const pool = await readPool({ slots, randomIndex: (below) => randomInt(below), release: () => undefined })
  return { file, pool, fault }
}

test('on a full disk the answer is refused, its slot is free again, and it can be sent once more', async () => {
  const { file, pool, fault } = await poolOnFailingDisk(1)
  for (const halfWrite of [false, true]) {
    Object.assign(fault, { write: 'ENOSPC', halfWrite })
    await expect(pool.add(entryOf(1))).rejects.toMatchObject({ name: 'PoolFailure', code: 'no-space' })
    expect(pool.count).toBe(0)
  }
  Object.assign(fault, { write: undefined, halfWrite: false })
  expect([await pool.add(entryOf(1)), await pool.add(entryOf(2))]).toEqual(['stored', 'full'])
  await pool.close()
  expect(await textsIn(await openPool({ file }))).toEqual(['1'])
})

test('a slot that stands in the file although its write failed is in doubt, and nothing is put elsewhere', async () => {
  const { file, pool, fault } = await poolOnFailingDisk(5)
  Object.assign(fault, { write: 'ENOSPC', wholeWrite: true })
  await expect(pool.add(entryOf(1))).rejects.toMatchObject({ code: 'io' })
  delete fault.write
  await expect(pool.add(entryOf(1))).rejects.toMatchObject({ code: 'needs-reopening' })
  await pool.close()
  const reopened = await openPool({ file })
  expect([await reopened.add(entryOf(1)), await textsIn(reopened)]).toEqual(['same', ['1']])
  await reopened.close()
})

test('on a full disk nobody who sent the same answer twice is told that it is safe', async () => {
  const { pool, fault } = await poolOnFailingDisk(3)
  fault.write = 'ENOSPC'
  const outcomes = await Promise.allSettled([
    pool.add(entryOf(1)),
    pool.add(entryOf(1)),
    pool.add(entryOf(2)),
  ])
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'rejected'])
  await pool.close()
})

test('after a failed fdatasync nothing of the group is acknowledged and no later write is taken', async () => {
  const { file, pool, fault } = await poolOnFailingDisk(10)
  expect(await pool.add(entryOf(0))).toBe('stored')
  fault.sync = 'EIO'
  const group = await Promise.allSettled([pool.add(entryOf(1)), pool.add(entryOf(1)), pool.add(entryOf(2))])
  for (const outcome of group) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'io' } })
  // The lesson of 2018: the second fsync succeeds although the data never reached the disk.
  delete fault.sync
  for (const number of [0, 1, 3])
    await expect(pool.add(entryOf(number))).rejects.toMatchObject({ code: 'needs-reopening' })
  expect(pool.count).toBe(1)
  expect(await textsIn(pool)).toEqual(['0'])
  await pool.close()

  const reopened = await openPool({ file })
  for (const number of [0, 1, 2, 3]) expect(await reopened.add(entryOf(number))).toMatch(/stored|same/)
  expect((await textsIn(reopened)).toSorted()).toEqual(['0', '1', '2', '3'])
  await reopened.close()
})

test('after a write error the pool takes nothing more until it is opened again', async () => {
  const { pool, fault } = await poolOnFailingDisk(10)
  fault.write = 'EIO'
  await expect(pool.add(entryOf(1))).rejects.toMatchObject({ code: 'io' })
  delete fault.write
  await expect(pool.add(entryOf(1))).rejects.toMatchObject({ code: 'needs-reopening' })
  await pool.close()
})

test('those who wait behind a failing group are told at once that nothing was kept', async () => {
  const { pool, fault } = await poolOnFailingDisk(2000)
  fault.sync = 'EIO'
  const codes = await Promise.all(
    Array.from({ length: 1000 }, (_, number) =>
      pool.add(entryOf(number)).catch((error: { code: string }) => error.code),
    ),
  )
  expect(codes.slice(0, 512)).toEqual(Array(512).fill('io'))
  expect(codes.slice(512)).toEqual(Array(488).fill('needs-reopening'))
  await pool.close()
})

test('what an opened pool believes was written to the disk again by its new owner', async () => {
  const { file, pool } = await poolOnFailingDisk(10)
  await pool.add(entryOf(1))
  await pool.close()
  const real = await openSlotFile(file)
  const done: string[] = []
  const slots: SlotFile = {
    ...real,
    rewrite: (run) => real.rewrite(run).then(() => void done.push('written')),
    sync: () => real.sync().then(() => void done.push('on the disk')),
  }
  const parts = { randomIndex: () => 0, release: () => undefined }
  const reopened = await readPool({ slots, ...parts })
  expect([done, reopened.count]).toEqual([['written', 'on the disk'], 1])
  await reopened.close()
})

test('a pool on a disk that takes no more writes can still be sealed and read', async () => {
  const { file, pool } = await poolOnFailingDisk(10)
  await pool.add(entryOf(1))
  await pool.close()
  const real = await openSlotFile(file)
  const slots: SlotFile = { ...real, rewrite: () => Promise.reject(systemError('ENOSPC')) }
  const readOnly = await readPool({ slots, randomIndex: () => 0, release: () => undefined })
  await expect(readOnly.add(entryOf(2))).rejects.toMatchObject({ code: 'needs-reopening' })
  expect(await textsIn(readOnly)).toEqual(['1'])
  await readOnly.close()
})
