import { accept, type Result, refuse } from '#kernel/result.ts'
import { buildBallot } from '../domain/ballot/build-ballot.ts'
import { answersToSend, type Draft, readQuestions, wordsChosen } from '../domain/draft.ts'
import type { HistoryEntry } from '../domain/history/entry.ts'
import { fromBase64Url } from '../domain/manifest/digest.ts'
import type { Manifest } from '../domain/manifest/manifest.ts'
import { hurry, placeBallot } from '../domain/outbox.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { keepEntry, lockKeyOf, sealEntry, todayHere } from './history/write-history.client.ts'
import { placeOf, readKnown } from './member.client.ts'
import type { Store } from './store.client.ts'
import { secretsOf, ticketKeyOf } from './ticket.client.ts'

/**
 * Seals the answers of a check-in and puts the ballot in the outbox, whole, before anything is sent. Pressed twice, or
 * in two tabs, the first ballot stands.
 */
export const sealBallot = async (
  store: Store,
  given: { key: string; now: number; random: number },
): Promise<Result<void, 'no-ticket' | 'cannot-seal'>> => {
  const { kept, ticket, draft, entry } = await store.change((box) => readKnown(box, given.key))
  if (entry) return accept(undefined)
  if (!kept || kept.trouble || ticket?.state !== 'held' || !ticket.seed || !ticket.ticket)
    return refuse('no-ticket')
  const { packet } = kept
  const ticketKey = await ticketKeyOf(packet)
  const waveKey = fromBase64Url((JSON.parse(packet.manifest) as Manifest).waveKey)
  if (!ticketKey || !waveKey || !draft) return refuse('cannot-seal')
  const built = await buildBallot({
    answers: answersToSend(draft, readQuestions(packet.questions)),
    waveKey,
    key: ticketKey,
    ticket: ticket.ticket,
    secrets: await secretsOf({ packet, seed: ticket.seed, ticketKey }),
  })
  if (!built.ok) return refuse('cannot-seal')
  const who = placeOf(given.key)
  const lock = await store.change((box) => box.get('locks', lockKeyOf(who)))
  // Her own copy is no condition of answering.
  const mine = await sealEntry({ who, lock, entry: entryOf(packet, draft) }).catch(() => undefined)
  await store.change(async (box) => {
    if (await box.get('ballots', given.key)) return
    if (mine) await keepEntry(box, mine)
    const { now, random } = given
    const ballot = placeBallot({ bytes: built.value, collector: packet.collector, now, random })
    // Where nothing outlives the page, a ballot that waited would be lost with it.
    await box.put('ballots', given.key, store.isLasting ? ballot : hurry({ ...ballot, before: now }))
    // From here on what she answered is in no form that this device could read.
    await box.remove('drafts', given.key)
  })
  return accept(undefined)
}

const entryOf = (packet: CheckinPacket, draft: Draft): HistoryEntry => ({
  format: 1,
  kind: 'check-in',
  title: packet.title,
  on: todayHere(),
  answers: readQuestions(packet.questions).items.map((item) => ({
    question: item.text,
    answer: wordsChosen(draft, item) ?? null,
  })),
})
