import { announceChange, keptStore, passingStore } from '../house.client.ts'
import { sendNow } from '../outbox.client.ts'
import { readDevice, type Who } from './device.client.ts'

/** So long nobody touched a shared browser: whoever was there has gone. */
export const longestIdle = 10 * 60_000
const pace = 15_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * Counts how long nobody has touched any tab of a browser that is not somebody's own. Compares clocks instead of
 * trusting one long timer, which sleeps with the machine. @returns what ends the watching.
 */
export const watchIdle = (given: { who: Who; onidle: () => void }): (() => void) => {
  let last = Date.now()
  let told = 0
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('kith here') : undefined
  channel?.addEventListener('message', () => {
    last = Date.now()
  })
  const look = async (): Promise<void> => {
    if (Date.now() - last < longestIdle) return
    const device = await readDevice(given.who).catch(() => 'shared')
    // Somebody may have come back while this browser was asked.
    if (device !== 'own' && Date.now() - last >= longestIdle) given.onidle()
  }
  const note = () => {
    // A machine that slept wakes by a touch: what came before the touch is counted first.
    if (Date.now() - last >= longestIdle) return void look()
    last = Date.now()
    if (last - told < pace) return
    told = last
    channel?.postMessage('here')
  }
  const timer = setInterval(() => void look(), pace)
  const options = { capture: true, passive: true }
  for (const sign of signs) addEventListener(sign, note, options)
  addEventListener('pageshow', look)
  return () => {
    clearInterval(timer)
    for (const sign of signs) removeEventListener(sign, note, options)
    removeEventListener('pageshow', look)
    channel?.close()
  }
}

/** Leaves nothing of anybody in this page: what waits is hurried on its way first, as far as there is a network. */
export const emptyPage = async (who: Who): Promise<void> => {
  const store = passingStore()
  const ballots = await store.change((box) => box.all('ballots'))
  for (const { key, value } of ballots) if (value.state === 'waiting') await sendNow(key)
  await store.change(async (box) => {
    for (const shelf of ['packets', 'tickets', 'drafts', 'members'] as const)
      for (const { key } of await box.all(shelf)) await box.remove(shelf, key)
  })
  const kept = await keptStore()
  await kept?.change(async (box) => {
    if ((await box.get('members', who.organisation)) === who.member)
      await box.remove('members', who.organisation)
  })
  announceChange()
}
