import { type Carried, decodeCarried, encodeCarried } from '../../domain/carried.ts'
import { checkPacket } from '../../domain/check-packet.ts'
import { fromBase64Url, toBase64Url } from '../../domain/manifest/digest.ts'
import { areAllLines } from '../../domain/manifest/group-lines.ts'
import type { GroupEntry, Manifest } from '../../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../../domain/packet.ts'
import { linesAt } from '../chain/fetch-chain.client.ts'
import { announceChange, chance, keptStore, lastingStore, passingStore } from '../house.client.ts'
import { keyOf, noteSignedInRequest, readKnown, rememberMember } from '../member.client.ts'
import { finishTickets, prepareTickets } from '../ticket.client.ts'
import { makeOwn, storeOf } from './device.client.ts'

const mark = '#carry/'

/**
 * The address that carries an unanswered check-in to another device; what stands after # never reaches a server.
 * @returns undefined where there is nothing to carry.
 */
export const addressToCarry = async (packet: CheckinPacket): Promise<string | undefined> => {
  const store = await storeOf(packet)
  const { kept, ticket, entry } = await store.change((box) => readKnown(box, keyOf(packet)))
  const keyId = fromBase64Url((JSON.parse(packet.entry) as GroupEntry).keyId)
  const manifestHash = kept && fromBase64Url(kept.hash)
  if (entry || !keyId || !manifestHash || !ticket?.seed || !ticket.ticket) return undefined
  const { organisation, wave, member } = packet
  const { seed } = ticket
  const carried = { organisation, wave, member, keyId, manifestHash, seed, ticket: ticket.ticket }
  return `${location.origin}/answer${mark}${encodeCarried(carried)}`
}

/** The other device has it: this one forgets ticket, seed and what was tapped. */
export const forgetCarried = async (packet: CheckinPacket): Promise<void> => {
  const store = await storeOf(packet)
  await store.change(async (box) => {
    const key = keyOf(packet)
    const ticket = await box.get('tickets', key)
    if (!ticket || (await box.get('ballots', key))) return
    await box.put('tickets', key, { manifestHash: ticket.manifestHash, state: 'elsewhere' })
    await box.remove('drafts', key)
  })
  announceChange()
}

export const readCarried = (hash: string): Carried | undefined => decodeCarried(hash.slice(mark.length))

/**
 * Takes a check-in in on this device. What was announced is fetched without a session, and checked as on the first
 * device; it must be the very announcement that the first device saw. Tickets of further tables are fetched with it.
 */
export const takeCarried = async (
  carried: Carried,
  given: { isOwn: boolean },
): Promise<'taken' | 'answered' | 'no-network' | 'changed'> => {
  const fetched = await fetchWhole(carried)
  if (!fetched) return 'no-network'
  const { packet, prepared, blindSignatures } = fetched
  const hash = toBase64Url(carried.manifestHash)
  const pinned = await (await keptStore())?.change((box) => box.get('signers', carried.organisation))
  const checked = await checkPacket(packet, { signer: pinned, manifestHash: hash })
  if (!checked.ok || checked.value.hash !== hash) return 'changed'
  const lines = await linesAt(`/manifests/${packet.slug}`)(packet.chainNumber)
  if (!lines) return 'no-network'
  if (!(await areAllLines(JSON.parse(packet.manifest) as Manifest, lines.tables))) return 'changed'
  const finished = prepared && (await finishTickets(prepared, blindSignatures))
  if (prepared && !finished) return 'changed'
  if (given.isOwn) await makeOwn(carried)
  const store = given.isOwn ? await lastingStore() : passingStore()
  await rememberMember(store, carried)
  // Asking for the tickets of further tables said whose they are.
  if (prepared) await noteSignedInRequest(store, { now: Date.now(), random: chance() })
  const key = keyOf(carried)
  const isAnswered = await store.change(async (box) => {
    if (await box.get('ballots', key)) return true
    await box.put('packets', key, { packet, hash })
    const { seed, ticket } = carried
    await box.put('tickets', key, { manifestHash: hash, state: 'held', seed, ticket, ...finished })
    return false
  })
  announceChange()
  return isAnswered ? 'answered' : 'taken'
}

type Fetched = { packet: CheckinPacket; blindSignatures: Record<string, unknown> }

/** The packet, and where it has further tables her lines in them with what was signed for her there. */
const fetchWhole = async (
  carried: Carried,
): Promise<(Fetched & { prepared?: Awaited<ReturnType<typeof prepareTickets>> }) | undefined> => {
  const first = await fetchPacket(carried)
  if (!first || !hasFurtherTables(first.packet)) return first
  const [own] = (await prepareTickets(first.packet, carried.seed)) ?? []
  const whole = own && (await fetchPacket(carried, toBase64Url(own.blinded)))
  const prepared = whole && (await prepareTickets(whole.packet, carried.seed))
  return whole && prepared ? { ...whole, prepared } : undefined
}

const hasFurtherTables = (packet: CheckinPacket): boolean => {
  try {
    return (JSON.parse(packet.manifest) as Manifest).tables.length > 1
  } catch {
    return false
  }
}

const fetchPacket = async (carried: Carried, blinded?: string): Promise<Fetched | undefined> => {
  try {
    const response = await fetch('/answer/carried', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        organisation: carried.organisation,
        wave: carried.wave,
        keyId: toBase64Url(carried.keyId),
        ...(blinded === undefined ? {} : { blinded }),
      }),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    })
    if (!response.ok) return undefined
    const { blindSignatures = {}, ...packet } = (await response.json()) as CheckinPacket & Partial<Fetched>
    return { packet: { ...packet, member: carried.member as CheckinPacket['member'] }, blindSignatures }
  } catch {
    return undefined
  }
}
