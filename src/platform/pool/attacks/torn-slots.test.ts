import { randomBytes } from 'node:crypto'
import { readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createPool, openPool } from '../index.server.ts'
import { payloadOf, ticketOf } from '../testing/entries.ts'
import { freshFile, textsIn } from '../testing/pools.ts'

const BLOCK = 4096
const USED = 100 + 84

/** A pool of four in which number i stands at place i, as bytes. */
const fullPool = async (): Promise<{ file: string; bytes: Buffer }> => {
  const file = await freshFile()
  await createPool({ file, capacity: 4, payloadSize: 100 })
  const places = [0, 0, 0, 0]
  const pool = await openPool({ file, randomIndex: () => places.shift() ?? 0 })
  for (let number = 0; number < 4; number += 1)
    await pool.add({ ticket: ticketOf(number), payload: payloadOf(number) })
  await pool.close()
  return { file, bytes: await readFile(file) }
}

const textsOf = async (file: string): Promise<string[]> => {
  const pool = await openPool({ file })
  const texts = await textsIn(pool)
  expect(pool.count).toBe(texts.length)
  await pool.close()
  return texts
}

const slotAt = (place: number) => BLOCK * (1 + place)

test('whichever byte of a slot is damaged, that slot counts as empty and the others stay', async () => {
  const { file, bytes } = await fullPool()
  const all = await textsOf(file)
  for (let at = 0; at < USED; at += 1) {
    const damaged = Buffer.from(bytes)
    damaged[slotAt(2) + at]! ^= 1 << (at % 8)
    await writeFile(file, damaged)
    expect(await textsOf(file)).toEqual(all.filter((_, place) => place !== 2))
  }
})

test('a write cut short at any byte leaves an empty slot, never half an answer', async () => {
  const { file, bytes } = await fullPool()
  const all = await textsOf(file)
  for (let cut = 0; cut < USED; cut += 7) {
    const torn = Buffer.from(bytes)
    torn.set(randomBytes(BLOCK - cut), slotAt(1) + cut)
    await writeFile(file, torn)
    expect(await textsOf(file)).toEqual(all.filter((_, place) => place !== 1))
  }
})

test('a file that lost its end is filled up again, and what remains is kept', async () => {
  const { file, bytes } = await fullPool()
  const all = await textsOf(file)
  for (const [length, kept] of [
    [slotAt(3) + 50, 3],
    [slotAt(2), 2],
    [BLOCK, 0],
  ] as const) {
    await writeFile(file, bytes)
    await truncate(file, length)
    expect(await textsOf(file)).toEqual(all.slice(0, kept))
    expect((await stat(file)).size).toBe(bytes.length)
  }
})

test('the slot of a lost answer can be used again', async () => {
  const { file, bytes } = await fullPool()
  bytes[slotAt(0) + 60]! ^= 255
  await writeFile(file, bytes)
  const pool = await openPool({ file })
  const entry = { ticket: ticketOf(9), payload: payloadOf('new') }
  expect([await pool.add(entry), await pool.add(entry), pool.count]).toEqual(['stored', 'same', 4])
  await pool.close()
  expect(await textsOf(file)).toContain('new')
})

test('a slot moved to another place is not counted there', async () => {
  const { file, bytes } = await fullPool()
  const all = await textsOf(file)
  bytes.copy(bytes, slotAt(3), slotAt(0), slotAt(1))
  bytes.fill(0, slotAt(0), slotAt(1))
  await writeFile(file, bytes)
  expect(await textsOf(file)).toEqual(all.slice(1, 3))
})

test('a file whose header is damaged anywhere is refused as not a pool', async () => {
  const { file, bytes } = await fullPool()
  for (let at = 0; at < 68; at += 1) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1 << (at % 8)
    await writeFile(file, damaged)
    await expect(openPool({ file })).rejects.toMatchObject({ code: 'not-a-pool' })
  }
  await writeFile(file, 'short')
  await expect(openPool({ file })).rejects.toMatchObject({ code: 'not-a-pool' })
})
