import { quietAfter } from '../domain/outbox.ts'
import type { Known } from '../domain/standing.ts'
import type { Box, Store } from './store.client.ts'

/** One check-in of one member: the address of everything that is kept about it. */
export type Place = { readonly organisation: string; readonly member: string; readonly wave: string }

export const keyOf = ({ organisation, member, wave }: Place): string => `${organisation}/${member}/${wave}`

/** Under this stands her ballot of a further table; the check-in's own place is in front. */
export const keyOfTable = (key: string, table: string): string => `${key}/${table}`

/** Whether a ballot belongs to this check-in: that of its reporting groups, or of a further table. */
export const isOf = (key: string, checkin: string): boolean =>
  key === checkin || key.startsWith(`${checkin}/`)

export const placeOf = (key: string): Place => {
  const [organisation = '', member = '', wave = ''] = key.split('/')
  return { organisation, member, wave }
}

/** A page that somebody is signed in to says who that is; the answering page, which has no session, reads it. */
export const rememberMember = (store: Store, who: { organisation: string; member: string }): Promise<void> =>
  store.change((box) => box.put('members', who.organisation, who.member))

/** Signing out leaves nobody at this browser. Waiting ballots stay and are sent; only their owner sees them again. */
export const forgetMembers = (store: Store): Promise<void> =>
  store.change(async (box) => {
    for (const { key } of await box.all('members')) await box.remove('members', key)
  })

export const memberOf = (store: Store, organisation: string): Promise<string | undefined> =>
  store.change((box) => box.get('members', organisation))

/** To be called with every request that says who somebody is, so that no ballot leaves beside it. */
export const noteSignedInRequest = (store: Store, given: { now: number; random: number }): Promise<void> =>
  store.change((box) => box.put('quiet', '', quietAfter(given)))

export const readKnown = async (box: Box, key: string): Promise<Known> => ({
  others: (await box.all('ballots'))
    .filter((one) => one.key !== key && isOf(one.key, key))
    .map(({ value }) => value),
  kept: await box.get('packets', key),
  ticket: await box.get('tickets', key),
  draft: await box.get('drafts', key),
  entry: await box.get('ballots', key),
  quietUntil: (await box.get('quiet', '')) ?? 0,
})
