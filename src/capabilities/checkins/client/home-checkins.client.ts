import type { CheckinPacket } from '../domain/packet.ts'
import { type Standing, standingOf } from '../domain/standing.ts'
import { askForTickets } from './ask-server.client.ts'
import { storeOf } from './device/device.client.ts'
import { announceChange, canSeal, chance, nowSending, onChange, oneAtATime } from './house.client.ts'
import { isOf, keyOf, noteSignedInRequest, placeOf, readKnown, rememberMember } from './member.client.ts'
import { keepPackets } from './packets.client.ts'

export type HomeStanding = {
  readonly packet: CheckinPacket
  readonly standing: Standing
  readonly isSending: boolean
}

export type HomeCheckin = {
  readonly isLasting: boolean
  /** Every check-in of hers that this device knows, also one that the server names no more. */
  read(): Promise<HomeStanding[]>
  /** Fetches the tickets that are missing, and has her history locked. Where this browser keeps nothing, only when she opens one. */
  prepare(): Promise<void>
}

/** @returns what ends the watching. */
export const watchCheckins = onChange

/** Keeps the packets that came with the home page, after checking each. */
export const openHomeCheckins = async (given: {
  packets: readonly CheckinPacket[]
  organisation: string
  member: string
  slug: string
}): Promise<HomeCheckin | 'insecure'> => {
  if (!canSeal()) return 'insecure'
  const store = await storeOf(given)
  await rememberMember(store, given)
  const kept = await keepPackets(store, { ...given, now: Date.now() })
  return {
    isLasting: store.isLasting,
    read: () =>
      store.change(async (box) => {
        const hers: HomeStanding[] = []
        for (const { key, value } of await box.all('packets')) {
          const { organisation, member } = placeOf(key)
          if (organisation !== given.organisation || member !== given.member) continue
          const standing = standingOf(await readKnown(box, key), Date.now())
          hers.push({ packet: value.packet, standing, isSending: isOf(nowSending() ?? '', key) })
        }
        return hers
      }),
    prepare: async () => {
      const { collectTicket } = await import('./ticket.client.ts')
      for (const one of kept) {
        await oneAtATime(`ticket ${keyOf(one.packet)}`, async () => {
          await collectTicket(store, {
            kept: one,
            ask: async (asked) => {
              await noteSignedInRequest(store, { now: Date.now(), random: chance() })
              return askForTickets(asked)
            },
          })
        })
      }
      if (store.isLasting) {
        const { askForHistoryKey, prepareHistory } = await import('./history/history.client.ts')
        await prepareHistory(given, askForHistoryKey(given.slug))
      }
      announceChange()
    },
  }
}
