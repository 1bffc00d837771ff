import type { CountFault, CountSeen } from '../domain/chain/check-count.ts'
import type { Hold } from '../domain/chain/hold.ts'
import { readBody } from '../domain/chain/read-body.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { type Standing, standingOf } from '../domain/standing.ts'
import { askForTickets } from './ask-server.client.ts'
import type { Collected } from './chain/collect-tickets.client.ts'
import type { Agreed } from './chain/follow-chain.client.ts'
import { storeOf } from './device/device.client.ts'
import { announceChange, canSeal, chance, nowSending, onChange, oneAtATime } from './house.client.ts'
import { isOf, noteSignedInRequest, placeOf, readKnown, rememberMember } from './member.client.ts'
import { keepPackets } from './packets.client.ts'

export type HomeStanding = {
  readonly packet: CheckinPacket
  readonly standing: Standing
  readonly isSending: boolean
  /** Why no ticket is asked for yet, once this was looked into. */
  readonly hold: Hold | undefined
  readonly count: CountSeen | CountFault | undefined
  /** The list was followed, and nothing on it says yet how many of her group hold a ticket. */
  readonly isUncounted: boolean
  /** Who signs beside the organisation: whom she can tell. */
  readonly witnesses: readonly string[]
}

export type HomeCheckin = {
  readonly isLasting: boolean
  /** Every check-in of hers that this device knows, also one that the server names no more. */
  read(): Promise<HomeStanding[]>
  /** Fetches the tickets that are missing, and has her history locked. Where this browser keeps nothing, only when she opens one. */
  prepare(): Promise<void>
  /** What is wrong with the public chain itself, or that it did not come; undefined while it goes on as it should. */
  chainHold(): Hold | undefined
  /** Her yes to what a hold asks. `prepare` goes on from there. */
  agree(to: Agreed): Promise<void>
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
  let collected: Collected | undefined
  return {
    isLasting: store.isLasting,
    read: () =>
      store.change(async (box) => {
        const hers: HomeStanding[] = []
        for (const { key, value } of await box.all('packets')) {
          const { organisation, member } = placeOf(key)
          if (organisation !== given.organisation || member !== given.member) continue
          const standing = standingOf(await readKnown(box, key), Date.now())
          const isSending = isOf(nowSending() ?? '', key)
          const witnesses = witnessesOf(value.packet)
          const hold = collected?.holds.get(key)
          const count = collected?.counts.get(key)
          const isFollowed = collected !== undefined && collected.chain === undefined && !hold
          const more = { hold, count, isUncounted: isFollowed && count === undefined, witnesses }
          hers.push({ packet: value.packet, standing, isSending, ...more })
        }
        return hers
      }),
    chainHold: () => collected?.chain,
    agree: async (to) => {
      const { agree } = await import('./chain/follow-chain.client.ts')
      await agree(store, { organisation: given.organisation, to })
    },
    prepare: async () => {
      const { collectTickets } = await import('./chain/collect-tickets.client.ts')
      const { linesAt, pagesAt } = await import('./chain/fetch-chain.client.ts')
      collected = await collectTickets(store, {
        ...given,
        kept,
        fetchPage: pagesAt(`/manifests/${given.slug}`),
        fetchLines: linesAt(`/manifests/${given.slug}`),
        turn: oneAtATime,
        ask: async (asked) => {
          await noteSignedInRequest(store, { now: Date.now(), random: chance() })
          return askForTickets(asked)
        },
      })
      if (store.isLasting) {
        const { askForHistoryKey, prepareHistory } = await import('./history/history.client.ts')
        await prepareHistory(given, askForHistoryKey(given.slug))
      }
      announceChange()
    },
  }
}

const witnessesOf = (packet: CheckinPacket): string[] =>
  (readBody(packet.manifest)?.witnesses ?? []).map(({ name }) => name)
