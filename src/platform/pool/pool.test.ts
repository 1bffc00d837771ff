import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createPool, destroyPool, openPool } from './index.server.ts'
import { payloadOf, ticketOf } from './testing/entries.ts'
import { freshFile, textsIn } from './testing/pools.ts'

const entryOf = (number: number, text: string | number = number) => ({
  ticket: ticketOf(number),
  payload: payloadOf(text),
})

const freshPool = async (capacity: number) => {
  const file = await freshFile()
  await createPool({ file, capacity, payloadSize: 100 })
  return { file, pool: await openPool({ file }) }
}

test('of fifty parallel answers under one ticket exactly one is stored', async () => {
  const { file, pool } = await freshPool(60)
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, text) => pool.add(entryOf(1, text))))
  expect(outcomes.toSorted()).toEqual([...Array(49).fill('spent'), 'stored'])
  const [text] = await textsIn(pool)
  expect(pool.count).toBe(1)
  await pool.close()
  const reopened = await openPool({ file })
  expect(await reopened.add(entryOf(1, text))).toBe('same')
  expect(await textsIn(reopened)).toEqual([text])
  await reopened.close()
})

test('the same answer again is accepted quietly, in flight, later and after a restart', async () => {
  const { file, pool } = await freshPool(5)
  expect(await Promise.all([pool.add(entryOf(1)), pool.add(entryOf(1))])).toEqual(['stored', 'same'])
  expect(await pool.add(entryOf(1))).toBe('same')
  await pool.close()
  const reopened = await openPool({ file })
  expect([await reopened.add(entryOf(1)), reopened.count]).toEqual(['same', 1])
  await reopened.close()
})

test('a ticket that was used refuses another answer', async () => {
  const { pool } = await freshPool(5)
  const inFlight = await Promise.all([pool.add(entryOf(1, 'a')), pool.add(entryOf(1, 'b'))])
  expect([...inFlight, await pool.add(entryOf(1, 'c'))]).toEqual(['stored', 'spent', 'spent'])
  expect(await textsIn(pool)).toEqual(['a'])
  await pool.close()
})

test('a full pool says so, keeps what it has and still knows it', async () => {
  const { pool } = await freshPool(3)
  const outcomes = await Promise.all([1, 2, 3, 4].map((number) => pool.add(entryOf(number))))
  expect(outcomes).toEqual(['stored', 'stored', 'stored', 'full'])
  expect([await pool.add(entryOf(4)), await pool.add(entryOf(2))]).toEqual(['full', 'same'])
  expect((await textsIn(pool)).toSorted()).toEqual(['1', '2', '3'])
  await pool.close()
})

test('a sealed pool takes nothing new, but tells who is in that they are in', async () => {
  const { pool } = await freshPool(5)
  const inFlight = pool.add(entryOf(1))
  await pool.seal()
  expect(await inFlight).toBe('stored')
  expect(await pool.add(entryOf(2))).toBe('closed')
  expect([await pool.add(entryOf(1)), await pool.add(entryOf(1, 'other'))]).toEqual(['same', 'spent'])
  expect(await textsIn(pool)).toEqual(['1'])
  await pool.close()
})

test('a pool that is being closed finishes what is on its way and never says that an answer came too late', async () => {
  const { file, pool } = await freshPool(5)
  const inFlight = pool.add(entryOf(1))
  const closing = pool.close()
  await expect(pool.add(entryOf(2))).rejects.toMatchObject({ code: 'needs-reopening' })
  expect(await inFlight).toBe('stored')
  await closing
  await pool.close()
  const reopened = await openPool({ file })
  expect(await textsIn(reopened)).toEqual(['1'])
  await reopened.close()
})

test('a pool is not read before it is sealed', async () => {
  const { pool } = await freshPool(5)
  await expect(pool.readAll().next()).rejects.toThrow('after it was sealed')
  await pool.close()
})

test('tickets and payloads of another size are a mistake of the caller', async () => {
  const { pool } = await freshPool(5)
  const { ticket, payload } = entryOf(1)
  await expect(pool.add({ ticket: ticket.subarray(1), payload })).rejects.toThrow(RangeError)
  await expect(pool.add({ ticket, payload: payload.subarray(1) })).rejects.toThrow(RangeError)
  const file = await freshFile()
  for (const shape of [
    { capacity: 0, payloadSize: 1 },
    { capacity: 1.5, payloadSize: 1 },
    { capacity: 1, payloadSize: 0 },
  ])
    await expect(createPool({ file, ...shape })).rejects.toThrow(RangeError)
  await pool.close()
})

test('an answer that is changed by its sender after sending is stored as it was sent', async () => {
  const { pool } = await freshPool(5)
  const entry = entryOf(1)
  const stored = pool.add(entry)
  entry.payload.fill(7)
  entry.ticket.fill(7)
  await stored
  expect(await pool.add(entryOf(1))).toBe('same')
  await pool.close()
})

test('a new pool has its full size on the disk, belongs to its owner alone and is never overwritten', async () => {
  const { file, pool } = await freshPool(100)
  const status = await stat(file)
  expect([status.size, status.mode & 0o777]).toEqual([4096 * 101, 0o600])
  expect(status.blocks * 512).toBeGreaterThanOrEqual(status.size)
  expect((await readFile(file)).subarray(4096).indexOf(Buffer.alloc(64))).toBe(-1)
  await pool.add(entryOf(1))
  await pool.close()
  await expect(createPool({ file, capacity: 9, payloadSize: 100 })).rejects.toMatchObject({ code: 'exists' })
  const reopened = await openPool({ file })
  expect([reopened.count, reopened.capacity, reopened.payloadSize]).toEqual([1, 100, 100])
  await reopened.close()
})

test('the folder shows the same size and the same times before and after an answer, and no other file', async () => {
  const { file, pool } = await freshPool(10)
  const look = async () => {
    const { size, blocks, mtimeMs, atimeMs } = await stat(file)
    return { size, blocks, mtimeMs, atimeMs, names: await readdir(dirname(file)) }
  }
  const before = await look()
  expect(new Date(before.mtimeMs).toISOString()).toBe('2000-01-01T00:00:00.000Z')
  await pool.add(entryOf(1))
  expect(await look()).toEqual(before)
  await pool.add(entryOf(1))
  await textsIn(pool)
  expect(await look()).toEqual(before)
  await pool.close()
  const names = ['answers.pool']
  expect(await look()).toEqual({ ...before, names })
})

test('the time of the last change is renewed every minute, answer or none', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { file, pool } = await freshPool(10)
    const before = (await stat(file, { bigint: true })).ctimeNs
    vi.advanceTimersByTime(60_000)
    await vi.waitUntil(async () => (await stat(file, { bigint: true })).ctimeNs > before, { timeout: 10_000 })
    await pool.close()
  } finally {
    vi.useRealTimers()
  }
})

test('a pool that is in use is neither opened, replaced nor destroyed, however its path is spelt', async () => {
  const { file, pool } = await freshPool(5)
  const other = join(await freshFile(), '..', 'alias')
  await symlink(dirname(file), other)
  for (const path of [file, join(dirname(file), '.', 'answers.pool'), join(other, 'answers.pool')]) {
    await expect(openPool({ file: path })).rejects.toMatchObject({ name: 'PoolFailure', code: 'in-use' })
    await expect(destroyPool({ file: path })).rejects.toMatchObject({ code: 'in-use' })
    await expect(createPool({ file: path, capacity: 1, payloadSize: 1 })).rejects.toMatchObject({
      code: 'in-use',
    })
  }
  expect(await pool.add(entryOf(1))).toBe('stored')
  await pool.close()
})

test('a pool that is not there is missing, and a refused opening leaves no lock behind', async () => {
  const file = await freshFile()
  await expect(openPool({ file })).rejects.toMatchObject({ code: 'missing' })
  await expect(openPool({ file: join(file, 'deeper') })).rejects.toMatchObject({ code: 'missing' })
  await mkdir(join(dirname(file), 'deeper'))
  await writeFile(file, 'something else')
  await expect(openPool({ file })).rejects.toMatchObject({ code: 'not-a-pool' })
  expect(await readdir(dirname(file))).toEqual(['answers.pool', 'deeper'])
})

test('a destroyed pool is gone with its lock, and destroying it again does nothing', async () => {
  const { file, pool } = await freshPool(5)
  await pool.add(entryOf(1))
  await pool.close()
  await destroyPool({ file })
  await destroyPool({ file })
  await destroyPool({ file: join(file, 'never', 'there') })
  expect(await readdir(dirname(file))).toEqual([])
})

test('a destruction that was cut short is finished before the next pool of that name is destroyed', async () => {
  const { file, pool } = await freshPool(5)
  await pool.close()
  await writeFile(`${file}.destroying`, 'left by an earlier destruction')
  await writeFile(`${file}.making`, 'left by an earlier creation')
  await destroyPool({ file })
  expect(await readdir(dirname(file))).toEqual([])
})
