import { hurry } from '../../domain/outbox.ts'
import { announceChange, chance, keptStore, lastingStore, passingStore } from '../house.client.ts'
import { noteSignedInRequest, placeOf } from '../member.client.ts'
import type { Box, Store } from '../store.client.ts'
import { sweep } from '../sweep.client.ts'

/** Whose browser this is, as the person who is signed in said: hers alone, shared, or not said yet, which counts as shared. */
export type Device = 'own' | 'shared' | 'unasked'
export type Who = { readonly organisation: string; readonly member: string }

const keyOfWho = ({ organisation, member }: Who): string => `${organisation}/${member}`

// Says of nobody anything: that this browser is shared, so that it does not ask each person again. Only `/app` gets it.
const sharedMark = 'kith.device=shared'

const isMarkedShared = (): boolean => document.cookie.split('; ').includes(sharedMark)
const markShared = (isShared: boolean): void => {
  const age = isShared ? 400 * 24 * 3_600 : 0
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is missing in browsers that we support.
  document.cookie = `${sharedMark}; Path=/app; Max-Age=${age}; SameSite=Lax${secure}`
}

/** What she said of this browser. A browser that refuses to keep anything is shared, whatever was said. */
export const readDevice = async (who: Who): Promise<Device> => {
  const kept = await keptStore()
  if ((await kept?.change((box) => box.get('devices', keyOfWho(who)))) === 'own') return 'own'
  return isMarkedShared() ? 'shared' : 'unasked'
}

/** Where what belongs to her is kept: in the browser where it is hers alone, otherwise in this page only. */
export const storeOf = async (who: Who): Promise<Store> =>
  (await readDevice(who)) === 'own' ? lastingStore() : passingStore()

/**
 * Hers alone from now on; a ticket that this page already holds comes with her.
 * @returns false where this browser refuses to keep anything: it stays shared.
 */
export const makeOwn = async (who: Who): Promise<boolean> => {
  const store = await lastingStore()
  if (!store.isLasting) return false
  await move(who, { from: passingStore(), to: store })
  await store.change(async (box) => {
    await box.put('devices', keyOfWho(who), 'own')
    await box.put('members', who.organisation, who.member)
  })
  await passingStore().change((box) => forgetAs(box, who))
  await noteSignedInRequest(store, { now: Date.now(), random: chance() })
  markShared(false)
  announceChange()
  return true
}

/**
 * Shared from now on: what is kept here of her goes, except a ballot that waits, which nobody can read and which leaves
 * now. What she has not answered yet stays in this page.
 */
export const makeShared = async (who: Who): Promise<void> => {
  const kept = await keptStore()
  if (kept) {
    await move(who, { from: kept, to: passingStore() })
    await kept.change(async (box) => {
      await box.remove('devices', keyOfWho(who))
      await box.remove('locks', keyOfWho(who))
      for (const { key } of await box.all('history'))
        if (key.startsWith(`${keyOfWho(who)}/`)) await box.remove('history', key)
      await forgetAs(box, who)
    })
    await sweep(kept)
  }
  markShared(true)
  announceChange()
}

const forgetAs = async (box: Box, who: Who): Promise<void> => {
  if ((await box.get('members', who.organisation)) === who.member)
    await box.remove('members', who.organisation)
}

const isHers = (key: string, who: Who): boolean => {
  const place = placeOf(key)
  return place.organisation === who.organisation && place.member === who.member
}

/** A ballot that waits goes and stays: whichever copy leaves first counts, and the other is the same bytes. */
const move = async (who: Who, between: { from: Store; to: Store }): Promise<void> => {
  const taken: ((box: Box) => Promise<void>)[] = []
  await between.from.change(async (box) => {
    for (const shelf of ['packets', 'tickets', 'drafts'] as const) {
      for (const { key, value } of await box.all(shelf)) {
        if (!isHers(key, who)) continue
        taken.push((other) => other.put(shelf, key, value))
        await box.remove(shelf, key)
      }
    }
    for (const { key, value } of await box.all('ballots')) {
      if (!isHers(key, who)) continue
      const entry = value.state === 'waiting' ? hurry(value) : value
      taken.push((other) => other.put('ballots', key, entry))
      if (entry.state === 'waiting') await box.put('ballots', key, entry)
      else await box.remove('ballots', key)
    }
  })
  await between.to.change(async (box) => {
    for (const put of taken) await put(box)
  })
}
