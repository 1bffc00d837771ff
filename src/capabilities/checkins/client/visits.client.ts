import { announceChange, chance, openStore } from './house.client.ts'
import { forgetMembers, noteSignedInRequest, rememberMember } from './member.client.ts'
import { startOutbox } from './outbox.client.ts'

const saysWho = (path: string): boolean => path === '/app' || path.startsWith('/app/')

/** To be called when a page is opened or left for another: an address below `/app` is asked for with a session. */
export const noteVisit = async (path: string): Promise<void> => {
  if (saysWho(path)) await noteSignedInRequest(await openStore(), { now: Date.now(), random: chance() })
}

/** Begins to send what waits, after the page itself has been counted as a visit. @returns what ends it. */
export const keepSending = (path: string): (() => void) => {
  let stop = () => {}
  let isOver = false
  void noteVisit(path).finally(() => {
    if (!isOver) stop = startOutbox()
  })
  return () => {
    isOver = true
    stop()
  }
}

export const rememberWhoIsHere = async (who: { organisation: string; member: string }): Promise<void> =>
  rememberMember(await openStore(), who)

/**
 * To be called when somebody signs out, and on the page for signing in. Waiting ballots stay and are sent; nobody who
 * comes after sees that they are there.
 */
export const forgetWhoWasHere = async (): Promise<void> => {
  await forgetMembers(await openStore())
  announceChange()
}
