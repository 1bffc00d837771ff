import { parentPort, workerData } from 'node:worker_threads'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import { loadOpeningKeyForMany } from '#packages/sealed/server.ts'
import { loadKeptReader } from '#platform/pool/index.server.ts'
import { decodeBallot, openBlockBallot, openMarkedBallot } from '../domain/ballot.ts'
import { answeredApart } from '../domain/tables/blocks.ts'
import { verifyBallot } from '../domain/verify-ballot.server.ts'
import { keptSize, type OpeningOrder } from './open-ballots.server.ts'
import { countAnswers, countBlock, countComing, emptyTally, type Tally } from './tally.ts'

/**
 * Opens batches of ballots and keeps counts only. Ticket and signature are checked again: between arrival and closing
 * somebody with the disk could have put in what the collector never took, or copied a ballot to another place under an
 * invented hash: the pool has each hash of a ticket once, and a ballot counts only under its own.
 */
const { waveKey, mark, groups, questions } = workerData as OpeningOrder
const key = {
  privateKey: Buffer.from(waveKey.privateKey, 'base64url'),
  publicKey: Buffer.from(waveKey.publicKey, 'base64url'),
}
const pool = await loadKeptReader({ mark, key })
const opening = await loadOpeningKeyForMany(key)
if (!opening.ok) throw new Error('The key of this wave cannot be read.')
const known = new Map(
  groups.map(({ keyId, spki, ...place }) => [
    Buffer.from(keyId).toString('latin1'),
    { ...place, ticketKey: loadTicketKey(spki) },
  ]),
)
const apart = answeredApart(groups.flatMap(({ table }) => (table === undefined ? [] : [{ table }])))

/** Openings on their way at once: few, since they are calls and no journeys, and none keeps its bytes for long. */
const together = 32

parentPort?.on('message', async (batch: Uint8Array) => {
  const tally = emptyTally()
  for (let at = 0; at < batch.length; at += together * keptSize) {
    const ballots: Promise<void>[] = []
    for (let one = at; one < Math.min(batch.length, at + together * keptSize); one += keptSize)
      ballots.push(count(tally, batch.subarray(one, one + keptSize)))
    await Promise.all(ballots)
  }
  parentPort?.postMessage(tally)
})

const count = async (tally: Tally, kept: Uint8Array) => {
  const bytes = await pool.openKept(kept)
  const ballot = decodeBallot(bytes ?? new Uint8Array())
  const key = ballot.ok ? known.get(Buffer.from(ballot.value.keyId).toString('latin1')) : undefined
  const verified =
    ballot.ok && key ? verifyBallot({ ballot: ballot.value, ticketKey: key.ticketKey }) : undefined
  if (!ballot.ok || !key || !verified?.ok || !pool.isUnder({ kept, ticket: verified.value.nullifier })) {
    tally.unreadable++
    return
  }
  const { nullifier } = verified.value
  const sealed = { ballot: ballot.value, key: opening.value, nullifier }
  const { group, table, block } = key
  countComing(tally, { table, group })
  if (table !== undefined && block !== undefined) {
    const opened = await openBlockBallot(sealed)
    if (opened.ok) countBlock(tally, { table, block, category: group, questions, answer: opened.value })
    else tally.unreadable++
    return
  }
  const opened = await openMarkedBallot(sealed)
  if (opened.ok) countAnswers(tally, { group, questions, ...opened.value, apart })
  else tally.unreadable++
}
