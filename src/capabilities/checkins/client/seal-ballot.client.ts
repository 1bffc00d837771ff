import { accept, type Result, refuse } from '#kernel/result.ts'
import { buildBallot, buildBlockBallot } from '../domain/ballot/build-ballot.ts'
import { answersToSend, type Draft, readQuestions, wordsChosen } from '../domain/draft.ts'
import type { HistoryEntry } from '../domain/history/entry.ts'
import { fromBase64Url } from '../domain/manifest/digest.ts'
import type { GroupEntry, Manifest } from '../domain/manifest/manifest.ts'
import { hurry, placeBallot } from '../domain/outbox.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import type { KeptTicket } from '../domain/standing.ts'
import { readTableName } from '../domain/tables/attributes.ts'
import { answeredApart } from '../domain/tables/blocks.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import { keepEntry, lockKeyOf, sealEntry, todayHere } from './history/write-history.client.ts'
import { keyOfTable, placeOf, readKnown } from './member.client.ts'
import type { Store } from './store.client.ts'
import { linesOf, secretsOf, ticketKeyOf } from './ticket.client.ts'

/**
 * Seals the answers of a check-in and puts the ballots in the outbox, whole, before anything is sent: one with all
 * answers, and one for each further table with nothing but its block, skipped or not, so that their number says nothing.
 * Pressed twice, or in two tabs, the first ones stand.
 */
export const sealBallot = async (
  store: Store,
  given: { key: string; now: number; random: () => number },
): Promise<Result<void, 'no-ticket' | 'cannot-seal'>> => {
  const { kept, ticket, draft, entry } = await store.change((box) => readKnown(box, given.key))
  if (entry) return accept(undefined)
  if (!kept || kept.trouble || ticket?.state !== 'held' || !ticket.seed || !ticket.ticket)
    return refuse('no-ticket')
  const { packet } = kept
  const built = draft && (await buildAll({ packet, ticket, seed: ticket.seed, draft }))
  if (!built) return refuse('cannot-seal')
  const who = placeOf(given.key)
  const lock = await store.change((box) => box.get('locks', lockKeyOf(who)))
  // Her own copy is no condition of answering.
  const mine = await sealEntry({ who, lock, entry: entryOf(packet, draft) }).catch(() => undefined)
  await store.change(async (box) => {
    if (await box.get('ballots', given.key)) return
    if (mine) await keepEntry(box, mine)
    const { now } = given
    for (const { table, bytes } of built) {
      const ballot = placeBallot({ bytes, collector: packet.collector, now, random: given.random() })
      const key = table === reportingGroupsTable ? given.key : keyOfTable(given.key, table)
      // Where nothing outlives the page, a ballot that waited would be lost with it.
      await box.put('ballots', key, store.isLasting ? ballot : hurry({ ...ballot, before: now }))
    }
    // From here on what she answered is in no form that this device could read.
    await box.remove('drafts', given.key)
  })
  return accept(undefined)
}

const buildAll = async (given: {
  packet: CheckinPacket
  ticket: KeptTicket
  seed: Uint8Array
  draft: Draft
}): Promise<{ table: string; bytes: Uint8Array<ArrayBuffer> }[] | undefined> => {
  const { packet, ticket, seed, draft } = given
  const manifest = JSON.parse(packet.manifest) as Manifest
  const waveKey = fromBase64Url(manifest.waveKey)
  if (!waveKey) return undefined
  const answers = answersToSend(draft, readQuestions(packet.questions))
  const apart = answeredApart(manifest.tables)
  const together = Object.fromEntries(Object.entries(answers).filter(([item]) => !apart.has(item)))
  const built: { table: string; bytes: Uint8Array<ArrayBuffer> }[] = []
  for (const { entry } of linesOf(packet)) {
    const { table } = JSON.parse(entry) as GroupEntry
    const block = readTableName(table)?.block
    const own = table === reportingGroupsTable ? ticket.ticket : ticket.further?.[table]
    const key = await ticketKeyOf(entry)
    if (!own || !key) return undefined
    const means = {
      waveKey,
      key,
      ticket: own,
      secrets: await secretsOf({ packet, seed, ticketKey: key, table }),
    }
    const value = block === undefined ? undefined : answers[block]
    const made =
      block === undefined
        ? await buildBallot({ ...means, answers: together })
        : await buildBlockBallot({
            ...means,
            answer: { block, value: typeof value === 'number' ? value : null },
          })
    if (!made.ok) return undefined
    built.push({ table, bytes: made.value })
  }
  return built
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
