import { expect, test } from 'vitest'
import { createPool, openPool } from '../index.server.ts'
import { payloadOf, ticketOf } from '../testing/entries.ts'
import { freshFile, seededIndex, textsIn } from '../testing/pools.ts'

const WAVES = 40
const ANSWERS = 200
const GROUPS = 8

type RandomIndex = (below: number) => number

/** The numbers 0, 1, 2, … in the order in which they came, as they stand in the file: one wave. */
const numbersByPlace = async (randomIndex?: RandomIndex): Promise<number[]> => {
  const file = await freshFile()
  await createPool({ file, capacity: ANSWERS + 50, payloadSize: 100 })
  const options = randomIndex ? { file, randomIndex } : { file }
  let pool = await openPool(options)
  for (let number = 0; number < ANSWERS; number += 1) {
    // A restart in the middle of a wave must not begin a new order.
    if (number === ANSWERS / 2) {
      await pool.close()
      pool = await openPool(options)
    }
    await pool.add({ ticket: ticketOf(number), payload: payloadOf(number) })
  }
  const numbers = (await textsIn(pool)).map(Number)
  await pool.close()
  return numbers
}

/** Kendall's tau in standard deviations of chance: how far two orders agree (Kendall 1938). */
const agreement = (numbers: number[]): number => {
  const n = numbers.length
  let concordantLessDiscordant = 0
  for (const [i, a] of numbers.entries())
    for (const b of numbers.slice(i + 1)) concordantLessDiscordant += Math.sign(b - a)
  return concordantLessDiscordant / Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
}

/** Authors named right by laying the order of the file, or its reverse, on the order of coming, group by group. */
const hits = (numbers: number[]): number => {
  let best = 0
  for (const order of [numbers, numbers.toReversed()]) {
    let right = 0
    for (let group = 0; group < GROUPS; group += 1) {
      const inFile = order.filter((number) => number % GROUPS === group)
      const asTheyCame = inFile.toSorted((a, b) => a - b)
      right += inFile.filter((number, index) => number === asTheyCame[index]).length
    }
    best = Math.max(best, right)
  }
  return best
}

/**
 * Sums over 40 waves of 200 answers in 8 known groups. Chance names one author in each group and wave, a little
 * more for the better of two tries: 383 in all with a deviation of 16 (simulated). Both limits are six deviations
 * or more, because the places are really random here: a false alarm in hundreds of millions of runs.
 */
const attack = async (randomIndex?: RandomIndex) => {
  let hit = 0
  let squares = 0
  for (let wave = 0; wave < WAVES; wave += 1) {
    const numbers = await numbersByPlace(randomIndex)
    hit += hits(numbers)
    squares += agreement(numbers) ** 2
  }
  // A sum of 40 squared standard normals has mean 40 and deviation √80.
  return { hits: hit, agreement: (squares - WAVES) / Math.sqrt(2 * WAVES) }
}
const HITS_BY_CHANCE = 480
const AGREEMENT_BY_CHANCE = 8

test('the places of answers tell nothing about the order in which they came', async () => {
  const found = await attack()
  expect(found.hits).toBeLessThan(HITS_BY_CHANCE)
  expect(found.agreement).toBeLessThan(AGREEMENT_BY_CHANCE)
})

test('the same attack finds the order when the first free place is taken', async () => {
  const found = await attack(() => 0)
  expect(found.hits).toBeGreaterThan(HITS_BY_CHANCE)
  expect(found.agreement).toBeGreaterThan(AGREEMENT_BY_CHANCE)
})

test('the same attack finds the order when places are drawn from only half of the free ones', async () => {
  const draw = seededIndex(1)
  const found = await attack((below) => draw(Math.ceil(below / 2)))
  expect(found.agreement).toBeGreaterThan(AGREEMENT_BY_CHANCE)
})

test('each free place is equally likely for the first answer and for the last', async () => {
  const capacity = 10
  const draws = 200
  const counts = { first: new Array<number>(capacity).fill(0), last: new Array<number>(capacity).fill(0) }
  const randomIndex = seededIndex(7)
  for (let draw = 0; draw < draws; draw += 1) {
    const file = await freshFile()
    await createPool({ file, capacity, payloadSize: 100 })
    const pool = await openPool({ file, randomIndex })
    for (let number = 0; number < capacity; number += 1)
      await pool.add({ ticket: ticketOf(number), payload: payloadOf(number) })
    const texts = await textsIn(pool)
    await pool.close()
    counts.first[texts.indexOf('0')]! += 1
    counts.last[texts.indexOf(String(capacity - 1))]! += 1
  }
  const expected = draws / capacity
  for (const places of [counts.first, counts.last]) {
    const chiSquare = places.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 99.9 % of a chi-square with 9 degrees of freedom; the draw is seeded.
    expect(chiSquare).toBeLessThan(27.9)
  }
})
