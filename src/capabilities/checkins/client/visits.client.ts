import { announceChange, chance, storesHere } from './house.client.ts'
import { forgetMembers, noteSignedInRequest } from './member.client.ts'

const saysWho = (path: string): boolean => path === '/app' || path.startsWith('/app/')

/** To be called when a page is opened or left for another: an address below `/app` is asked for with a session. */
export const noteVisit = async (path: string): Promise<void> => {
  if (!saysWho(path)) return
  const request = { now: Date.now(), random: chance() }
  for (const store of await storesHere()) await noteSignedInRequest(store, request)
  // Whoever is shown the way in is not signed in any more: a session may also end by itself.
  if (path === '/app/sign-in') await forgetWhoWasHere()
}

/** Begins to send what waits, after the page itself has been counted as a visit. @returns what ends it. */
export const keepSending = (path: string): (() => void) => {
  let stop = () => {}
  let isOver = false
  void noteVisit(path)
    .catch(() => undefined)
    .then(async () => {
      const { startOutbox } = await import('./outbox.client.ts')
      if (!isOver) stop = startOutbox()
    })
    .catch(() => undefined)
  return () => {
    isOver = true
    stop()
  }
}

/** Nobody who comes after sees what is kept of her; what waits is sent all the same. */
export const forgetWhoWasHere = async (): Promise<void> => {
  for (const store of await storesHere()) await forgetMembers(store)
  announceChange()
}
