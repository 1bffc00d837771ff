import type { CheckinPacket } from '../domain/packet.ts'
import { type Standing, standingOf } from '../domain/standing.ts'
import { keptStore, onChange } from './house.client.ts'
import { placeOf, readKnown } from './member.client.ts'

/** A check-in that this browser keeps for whoever is signed in to its organisation here. */
export type KeptHere = { readonly packet: CheckinPacket; readonly standing: Standing }

/** The check-ins of whoever is signed in in this browser, from what it keeps alone. It asks no server. */
export const readKeptHere = async (): Promise<KeptHere[]> => {
  const store = await keptStore()
  if (!store) return []
  return store.change(async (box) => {
    const here: KeptHere[] = []
    for (const { key, value } of await box.all('packets')) {
      const { organisation, member } = placeOf(key)
      if ((await box.get('members', organisation)) !== member) continue
      here.push({ packet: value.packet, standing: standingOf(await readKnown(box, key), Date.now()) })
    }
    return here
  })
}

/** @returns what ends the watching. */
export const watchKeptHere = onChange
