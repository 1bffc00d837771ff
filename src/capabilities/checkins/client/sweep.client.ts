import { dropLasting } from './house.client.ts'
import { placeOf } from './member.client.ts'
import { type Shelf, type Store, shelves } from './store.client.ts'

/** What is of an organisation, or of the device, and of no person. */
const nobodys: readonly Shelf[] = ['quiet', 'signers', 'holders', 'chains']

/**
 * Removes what became of the ballots of people for whom this browser keeps nothing, and the whole box once nobody has
 * anything in it.
 */
export const sweep = async (kept: Store): Promise<void> => {
  const isEmpty = await kept.change(async (box) => {
    for (const { key, value } of await box.all('ballots')) {
      const { organisation, member } = placeOf(key)
      const isOwn = (await box.get('devices', `${organisation}/${member}`)) === 'own'
      if (!isOwn && value.state !== 'waiting') await box.remove('ballots', key)
    }
    for (const shelf of shelves) {
      if (!nobodys.includes(shelf) && (await box.all(shelf)).length > 0) return false
    }
    return true
  })
  if (isEmpty) await dropLasting()
}
