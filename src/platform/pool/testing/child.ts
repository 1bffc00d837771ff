import { writeSync } from 'node:fs'
import { createPool, destroyPool, openPool, PoolFailure } from '../index.server.ts'
import { payloadOf, ticketOf } from './entries.ts'

const [errand, file = '', first = '0'] = process.argv.slice(2)
const say = (line: string | number) => writeSync(1, `${line}\n`)

/** Eight senders without pause; a number is said as soon as the pool acknowledged it. Ends by being killed. */
const addForever = async (): Promise<void> => {
  const pool = await openPool({ file })
  let next = Number(first)
  const send = async (): Promise<void> => {
    for (;;) {
      const number = next++
      const entry = { ticket: ticketOf(number), payload: payloadOf(number) }
      const sayWhenIn = async () => {
        if ((await pool.add(entry)) === 'full') return false
        say(number)
        return true
      }
      const answers = await Promise.all([sayWhenIn(), sayWhenIn()])
      if (answers.includes(false)) return
    }
  }
  await Promise.all(Array.from({ length: 8 }, send))
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
