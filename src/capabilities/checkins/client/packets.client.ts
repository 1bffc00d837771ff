import { type CheckedPacket, checkPacket } from '../domain/check-packet.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import type { KeptPacket } from '../domain/standing.ts'
import { isOf, keyOf, placeOf } from './member.client.ts'
import type { Box, Store } from './store.client.ts'

const hour = 3_600_000

/**
 * Checks the packets that came with the home page and keeps them. The signer is pinned at first sight, and each wave's
 * manifest too: a second one, however well signed, is refused.
 */
export const keepPackets = async (
  store: Store,
  given: { packets: readonly CheckinPacket[]; organisation: string; member: string; now: number },
): Promise<KeptPacket[]> => {
  const kept: KeptPacket[] = []
  for (const packet of given.packets) kept.push(await keepPacket(store, packet))
  await tidy(store, given)
  return kept
}

const keepPacket = async (store: Store, packet: CheckinPacket): Promise<KeptPacket> => {
  const key = keyOf(packet)
  const known = await store.change(async (box) => ({
    signer: await box.get('signers', packet.organisation),
    manifestHash: (await box.get('tickets', key))?.manifestHash,
    holders: await box.get('holders', packet.organisation),
  }))
  const checked = await checkPacket(packet, known)
  let kept: KeptPacket = checked.ok
    ? { packet, hash: checked.value.hash }
    : { packet, hash: '', trouble: checked.refusal }
  await store.change(async (box) => {
    if (checked.ok && (await box.get('signers', packet.organisation)) === undefined)
      await box.put('signers', packet.organisation, checked.value.signer)
    if (checked.ok) kept = await withHolders(box, { key, kept, checked: checked.value })
    // Who holds a ticket keeps the packet that it belongs to: what comes later must not take her answer away.
    const before = await box.get('packets', key)
    const holds = (await box.get('tickets', key))?.state === 'held'
    if (checked.ok || !holds || !before || before.trouble) await box.put('packets', key, kept)
  })
  return kept
}

/** Who holds the key is compared when a check-in is first seen here; what was told then stands beside it to its end. */
const withHolders = async (
  box: Box,
  given: { key: string; kept: KeptPacket; checked: CheckedPacket },
): Promise<KeptPacket> => {
  const { key, kept, checked } = given
  const earlier = await box.get('packets', key)
  const isSeen = earlier?.hash === checked.hash
  const heldBefore = isSeen ? earlier.heldBefore : checked.heldBefore
  if (!isSeen) await box.put('holders', kept.packet.organisation, checked.holders)
  return { ...kept, ...(heldBefore ? { heldBefore } : {}) }
}

/**
 * Forgets waves that the server no longer names, a day after their ballots were last taken: both it and this clock must
 * say so. A ballot that still waits is never forgotten here.
 */
const tidy = async (
  store: Store,
  given: { packets: readonly CheckinPacket[]; organisation: string; member: string; now: number },
): Promise<void> => {
  const named = new Set(given.packets.map(({ wave }) => `${wave}`))
  await store.change(async (box) => {
    for (const { key, value } of await box.all('packets')) {
      const place = placeOf(key)
      if (place.organisation !== given.organisation || place.member !== given.member) continue
      if (named.has(place.wave) || given.now < Date.parse(value.packet.collectsUntil) + 24 * hour) continue
      const ballots = (await box.all('ballots')).filter((one) => isOf(one.key, key))
      if (ballots.some((one) => one.value.state === 'waiting' || one.value.state === 'refused')) continue
      for (const shelf of ['packets', 'tickets', 'drafts'] as const) await box.remove(shelf, key)
      for (const one of ballots) await box.remove('ballots', one.key)
    }
  })
}
