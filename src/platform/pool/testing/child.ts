import { writeSync } from 'node:fs'
import { createPool, destroyPool, openPool, PoolFailure } from '../index.server.ts'
import { payloadOf, ticketOf } from './entries.ts'

const [errand, file = '', first = '0'] = process.argv.slice(2)
const say = (line: string | number) => writeSync(1, `${line}\n`)

/**
 * Thirty-two senders without pause, each sending everything twice; a number is said as soon as the pool
 * acknowledged it, for the first time or again. Ends by being killed.
 */
const addForever = async (): Promise<void> => {
  const pool = await openPool({ file })
  let next = Number(first)
  const send = async (): Promise<void> => {
    for (;;) {
      const number = next++
      const sayWhenIn = async () => {
        const outcome = await pool.add({ ticket: ticketOf(number), payload: payloadOf(number) })
        if (outcome !== 'full') say(number)
        return outcome
      }
      const original = sayWhenIn()
      void sayWhenIn()
      if ((await original) === 'full') return
    }
  }
  await Promise.all(Array.from({ length: 32 }, send))
  say('full')
}

const hold = async (): Promise<void> => {
  try {
    await openPool({ file })
    say('owner')
  } catch (error) {
    say(error instanceof PoolFailure ? error.code : String(error))
  }
}

if (errand === 'add') await addForever()
if (errand === 'hold') await hold()
if (errand === 'create') await createPool({ file, capacity: 10_000, payloadSize: 100 })
if (errand === 'destroy') await destroyPool({ file })
say('done')
setInterval(() => undefined, 1000)
