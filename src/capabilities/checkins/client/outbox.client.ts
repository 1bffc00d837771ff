import { hurry, tryAgain } from '../domain/outbox.ts'
import { postBallot } from './ask-server.client.ts'
import { announceChange, chance, noteSending, onChange, oneAtATime, storesHere } from './house.client.ts'
import { isOf } from './member.client.ts'
import { sendDue } from './send-due.client.ts'
import { sweep } from './sweep.client.ts'

// Timers sleep with the machine and count wrongly over long times: never trust one for longer than this.
const longestNap = 60_000

/**
 * Sends waiting ballots for as long as any page of Kith is open; one tab at a time. Needs no session and uses none.
 * @returns what stops it.
 */
export const startOutbox = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let isBusy = false
  let isWanted = false
  const look = async (): Promise<void> => {
    isWanted = isBusy
    if (isStopped || isBusy) return
    isBusy = true
    clearTimeout(timer)
    const next = await lookOnce().catch(() => Date.now() + longestNap)
    isBusy = false
    if (isWanted) return look()
    if (isStopped || next === undefined) return
    timer = setTimeout(look, Math.min(Math.max(next - Date.now(), 1_000), longestNap))
  }
  const wake = () => void look()
  const endListening = onChange(wake)
  const moments = ['online', 'pageshow', 'focus'] as const
  for (const moment of moments) addEventListener(moment, wake)
  wake()
  return () => {
    isStopped = true
    clearTimeout(timer)
    endListening()
    for (const moment of moments) removeEventListener(moment, wake)
  }
}

const lookOnce = async (): Promise<number | undefined> => {
  const next: number[] = []
  let hasSent = false
  await oneAtATime('outbox', async () => {
    for (const store of await storesHere()) {
      const at = await sendDue(store, {
        now: () => Date.now(),
        random: chance,
        post: postBallot,
        onSending: (key) => {
          hasSent = true
          noteSending(key)
          if (key !== undefined) announceChange()
        },
      })
      if (at !== undefined) next.push(at)
      if (hasSent && store.isLasting) await sweep(store)
    }
  })
  if (hasSent) announceChange()
  return next.length === 0 ? undefined : Math.min(...next)
}

/** “Send it now instead”: skips the wait; a refused ballot is tried once more, with the same bytes. */
export const sendNow = async (key: string): Promise<void> => {
  for (const store of await storesHere()) {
    await store.change(async (box) => {
      for (const { key: one, value: entry } of await box.all('ballots')) {
        if (!isOf(one, key)) continue
        if (entry.state === 'waiting') await box.put('ballots', one, hurry(entry))
        if (entry.state === 'refused') await box.put('ballots', one, tryAgain({ entry, now: Date.now() }))
      }
    })
  }
  announceChange()
}
