import { setTimeout as sleep } from 'node:timers/promises'
import { type Pool, PoolFailure } from '#platform/pool/index.server.ts'
import { openSealedPool } from '../open-sealed-pool.server.ts'

/** The collector looks each second whether a wave is over. */
const patience = 20_000
const pause = 200

/**
 * A pool that another process owns until its wave is over: the site takes it over for counting or destroying, as soon as
 * the collector has let it go. Until then nothing of it can be seen or changed here.
 * `over`: tells the collector to let it go, before anything is waited for.
 */
export const poolElsewhere = (given: {
  file: string
  /** As it was announced. */
  sealedTo: Uint8Array
  capacity: number
  payloadSize: number
  over(): Promise<void>
}): Pool => {
  let taken: Pool | undefined
  const take = async (): Promise<Pool> => {
    if (taken) return taken
    await given.over()
    for (let waited = 0; ; waited += pause) {
      try {
        taken = await openSealedPool(given)
        return taken
      } catch (error) {
        const isOwned = error instanceof PoolFailure && error.code === 'in-use'
        if (!isOwned || waited >= patience) throw error
        await sleep(pause)
      }
    }
  }
  return {
    capacity: given.capacity,
    payloadSize: given.payloadSize,
    get mark() {
      if (!taken) throw new Error('A pool that another process owns is not known yet.')
      return taken.mark
    },
    get sealedTo() {
      return taken?.sealedTo
    },
    get count() {
      return taken?.count ?? 0
    },
    hasFailed: false,
    add: () => {
      throw new Error('Answers are taken by the collector, which is a process of its own.')
    },
    seal: async () => (await take()).seal(),
    async *readAll() {
      yield* (await take()).readAll()
    },
    close: async () => {
      await taken?.close()
    },
  }
}
