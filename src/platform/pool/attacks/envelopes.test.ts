import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { createPool, loadKeptReader, openPool } from '../index.server.ts'
import { payloadOf, ticketOf } from '../testing/entries.ts'
import { freshFile, textsIn } from '../testing/pools.ts'

const sealingPool = async (capacity: number) => {
  const file = await freshFile()
  const key = await generateSealingKey()
  await createPool({ file, capacity, payloadSize: 100, sealedTo: key.publicKey })
  const pool = await openPool({ file })
  onTestFinished(() => pool.close())
  return { file, key, pool }
}
const entryOf = (number: number, text: string | number = number) => ({
  ticket: ticketOf(number),
  payload: payloadOf(text),
})

test('of what a sealing pool was given nothing stands in the file, and equal payloads look like any two', async () => {
  const { file, key, pool } = await sealingPool(8)
  const text = 'the same words of everybody'
  for (let number = 0; number < 5; number += 1) await pool.add(entryOf(number, text))
  const bytes = await readFile(file)
  for (const word of [text, text.slice(0, 8), ticketOf(0), ticketOf(0).subarray(8)])
    expect(bytes.indexOf(word)).toBe(-1)
  const blocks = Array.from({ length: (bytes.length - 4096) / 16 }, (_, at) =>
    bytes.toString('latin1', 4096 + at * 16, 4096 + at * 16 + 16),
  )
  const again = blocks.filter((block, at) => blocks.indexOf(block) < at)
  // The mark of the file, and the zeros that fill a slot up.
  expect(new Set(again).size).toBe(2)
  expect(await textsIn(pool, key)).toEqual(Array(5).fill(text))
})

test('another key opens nothing, and an envelope under another ticket opens for nobody', async () => {
  const { key, pool } = await sealingPool(2)
  await pool.add(entryOf(1))
  await pool.add(entryOf(2))
  await pool.seal()
  const kept: Buffer[] = []
  for await (const batch of pool.readAll()) kept.push(...batch)
  const [one = Buffer.alloc(0), other = Buffer.alloc(0)] = kept
  const stranger = await loadKeptReader({ mark: pool.mark, key: await generateSealingKey() })
  const owner = await loadKeptReader({ mark: pool.mark, key })
  expect(await stranger.openKept(one)).toBeUndefined()
  expect(await owner.openKept(one)).toBeDefined()
  expect(await owner.openKept(Buffer.concat([other.subarray(0, 32), one.subarray(32)]))).toBeUndefined()
  const tickets = [1, 2].map(ticketOf)
  expect(tickets.filter((ticket) => owner.isUnder({ kept: one, ticket }))).toHaveLength(1)
})

test('a sealing pool knows what it has without opening it, in flight, later and after a restart', async () => {
  const { file, key, pool } = await sealingPool(3)
  const outcomes = [entryOf(1), entryOf(1), entryOf(1, 'other')].map((entry) => pool.add(entry))
  expect(await Promise.all(outcomes)).toEqual(['stored', 'same', 'spent'])
  await pool.close()
  const reopened = await openPool({ file })
  onTestFinished(() => reopened.close())
  expect([await reopened.add(entryOf(1)), await reopened.add(entryOf(1, 'other'))]).toEqual(['same', 'spent'])
  expect(await textsIn(reopened, key)).toEqual(['1'])
})

test('what is on its way into its envelope when a pool is sealed or closed is kept', async () => {
  for (const end of ['seal', 'close'] as const) {
    const { file, key, pool } = await sealingPool(40)
    const sent = Array.from({ length: 40 }, (_, number) => pool.add(entryOf(number)))
    await pool[end]()
    expect(await Promise.all(sent)).toEqual(Array(40).fill('stored'))
    await pool.close()
    const reopened = await openPool({ file })
    expect(await textsIn(reopened, key)).toHaveLength(40)
    await reopened.close()
  }
})

test('a pool is not made for a key that is none, and one whose key was exchanged is none, or says which it has now', async () => {
  const file = await freshFile()
  const sealedTo = new Uint8Array(65).fill(4)
  await expect(createPool({ file, capacity: 1, payloadSize: 9, sealedTo })).rejects.toThrow(RangeError)
  const { file: made, pool } = await sealingPool(1)
  await pool.close()
  const bytes = await readFile(made)
  const other = (await generateSealingKey()).publicKey
  bytes.set(other, 36)
  await writeFile(made, bytes)
  await expect(openPool({ file: made })).rejects.toMatchObject({ code: 'not-a-pool' })
  // The checksum is no secret: who exchanges the key can make it fit. So whoever opens a pool compares the key.
  bytes.set(createHash('sha256').update(bytes.subarray(0, 101)).digest(), 101)
  await writeFile(made, bytes)
  const exchanged = await openPool({ file: made })
  expect(exchanged.sealedTo).toEqual(other)
  await exchanged.close()
})
