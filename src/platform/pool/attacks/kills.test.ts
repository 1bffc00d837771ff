import { existsSync, lstatSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { createPool, destroyPool, openPool } from '../index.server.ts'
import { payloadOf, ticketOf } from '../testing/entries.ts'
import { freshFile, textsIn } from '../testing/pools.ts'
import { runChild } from '../testing/run-child.ts'

const KILLS = Number(process.env.KITH_KILLS ?? 25)
const TIMEOUT = { timeout: 30_000 + KILLS * 5_000 }
const NUMBERS_A_ROUND = 100_000

/** existsSync follows links, and the lock is a link to nowhere. */
const isLocked = (file: string) => lstatSync(`${file}.lock`, { throwIfNoEntry: false }) !== undefined

test(
  `after each of ${KILLS} kills every acknowledged answer is there exactly once and nothing is there twice`,
  TIMEOUT,
  async () => {
    const file = await freshFile()
    const key = await generateSealingKey()
    await createPool({ file, capacity: 400 * KILLS, payloadSize: 100, sealedTo: key.publicKey })
    const acknowledged = new Set<string>()
    for (let round = 0; round < KILLS; round += 1) {
      const child = runChild({ name: 'add', file, first: round * NUMBERS_A_ROUND })
      // Every fifth is killed somewhere in its start, the others after a while of acknowledging.
      if (round % 5 !== 4) await child.nextLine()
      await pause(Math.random() * (round % 5 === 4 ? 250 : 60))
      await child.kill()
      for (const line of child.said) if (/^\d+$/.test(line)) acknowledged.add(line)

      const pool = await openPool({ file })
      const texts = await textsIn(pool, key)
      expect(pool.count).toBe(texts.length)
      expect(new Set(texts).size).toBe(texts.length)
      const present = new Set(texts)
      expect([...acknowledged].filter((number) => !present.has(number))).toEqual([])
      const [known] = acknowledged
      if (known)
        expect(await pool.add({ ticket: ticketOf(Number(known)), payload: payloadOf(known) })).toBe('same')
      await pool.close()
    }
    expect(acknowledged.size).toBeGreaterThan(0)
  },
)

test('a creation that is killed leaves no pool or a whole one, and can be repeated', TIMEOUT, async () => {
  for (let round = 0; round < Math.ceil(KILLS / 4); round += 1) {
    const file = await freshFile()
    const child = runChild({ name: 'create', file })
    while (!existsSync(`${file}.making`) && !existsSync(file)) await pause(1)
    await pause(Math.random() * 60)
    await child.kill()
    if (!existsSync(file)) await createPool({ file, capacity: 10_000, payloadSize: 100 })
    const pool = await openPool({ file })
    expect([pool.capacity, pool.count]).toEqual([10_000, 0])
    await pool.close()
    await destroyPool({ file })
    expect(await readdir(dirname(file))).toEqual([])
  }
})

test(
  'a destruction that is killed never leaves half a pool, and is finished by running it again',
  TIMEOUT,
  async () => {
    for (let round = 0; round < Math.ceil(KILLS / 4); round += 1) {
      const file = await freshFile()
      await createPool({ file, capacity: 10_000, payloadSize: 100 })
      const child = runChild({ name: 'destroy', file })
      while (!isLocked(file) && existsSync(file)) await pause(1)
      await pause(Math.random() * 60)
      await child.kill()
      if (existsSync(file)) {
        const pool = await openPool({ file })
        await pool.close()
      } else await expect(openPool({ file })).rejects.toMatchObject({ code: 'missing' })
      await destroyPool({ file })
      await destroyPool({ file })
      expect(await readdir(dirname(file))).toEqual([])
    }
  },
)
