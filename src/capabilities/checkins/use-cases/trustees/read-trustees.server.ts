import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { countFreeSlots } from '../../data/trustees/slots.server.ts'
import { listTrustees } from '../../data/trustees/trustees.server.ts'
import { identityWords } from '../../domain/trustees/identity-words.ts'
import type { NamedTrustee } from '../../domain/trustees/trustee.ts'
import { collectsUntil, type Wave } from '../../domain/wave.ts'
import { mayNameTrustees } from '../../policy.server.ts'
import { missingParts, readHeld } from './read-waiting.server.ts'

type On = { checkins: Checkins; actor: Actor }

export type TrusteeShown = Omit<NamedTrustee, 'email' | 'identity'> & {
  /** Where the notice goes: for whoever may change it, and nobody else. */
  readonly email: string | null
  readonly words: readonly string[] | null
  /** How many check-ins her browser has prepared parts for; null before she has made her code. */
  readonly free: number | null
}

/** Who holds the keys of this organisation, and who did, for each of its members. */
export const readTrustees = async (on: On): Promise<{ trustees: TrusteeShown[]; may: { name: boolean } }> => {
  const mayName = mayNameTrustees(on.actor)
  return on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const free = await countFreeSlots(tx)
    const trustees: TrusteeShown[] = []
    for (const { identity, email, ...trustee } of await listTrustees(tx))
      trustees.push({
        ...trustee,
        email: mayName ? email : null,
        words: identity === null ? null : identityWords(identity),
        free: identity === null ? null : (free.get(trustee.id) ?? 0),
      })
    return { trustees, may: { name: mayName } }
  })
}

/** Who holds the key of an announced check-in, and whom it waits for. */
export type KeyHolding = {
  readonly holders: readonly { office: NamedTrustee['office']; name: string; words: readonly string[] }[]
  readonly waitsUntil: Date
  /** Since when it waits, and for whom; null while it runs, and once it is counted or over. */
  readonly waits: { readonly since: Date; readonly names: readonly string[] } | null
}

/** Who would hold the key of a check-in that was announced now; null where nobody would. */
export const readHoldersNow = async (
  on: On,
): Promise<{ holders: KeyHolding['holders']; waitsUntil: null; waits: null } | null> => {
  const { trustees } = await readTrustees(on)
  const holders = trustees.flatMap(({ office, name, words, endedAt }) =>
    words === null || endedAt !== null ? [] : [{ office, name, words }],
  )
  return holders.length > 0 ? { holders, waitsUntil: null, waits: null } : null
}

/** @returns null for a check-in whose key the site itself holds. */
export const readKeyHolding = async (wave: Wave, on: On): Promise<KeyHolding | null> => {
  const held = await on.checkins.database.inOrganisation(wave.organisation, (tx) => readHeld(tx, wave.id))
  if (!held) return null
  const holders = held.trustees.map(({ office, name, identity }) => ({
    office,
    name,
    words: identityWords(identity),
  }))
  const isOver = wave.state === 'closing' || (wave.state === 'open' && isPast(wave, on))
  const missing = isOver ? await missingParts(on.checkins, wave.id as WaveId) : []
  const names = held.trustees.filter(({ publicKey }) => missing.includes(publicKey)).map(({ name }) => name)
  return {
    holders,
    waitsUntil: new Date(held.waitsUntil ?? ''),
    waits: names.length > 0 ? { since: collectsUntil(wave), names } : null,
  }
}

const isPast = (wave: Wave, on: On): boolean => on.checkins.steady.now() >= collectsUntil(wave)
