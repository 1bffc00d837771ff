import { parentPort, workerData } from 'node:worker_threads'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import { loadOpeningKey } from '#packages/sealed/index.ts'
import { BALLOT_SIZE, decodeBallot, openBallot } from '../domain/ballot.ts'
import { verifyBallot } from '../domain/verify-ballot.server.ts'
import type { OpeningOrder } from './open-ballots.server.ts'
import { countAnswers, emptyTally } from './tally.ts'

/**
 * Opens batches of ballots and keeps counts only. Ticket and signature are checked again: between arrival and closing
 * somebody with the disk could have put in what the collector never took.
 */
const { waveKey, groups, questions } = workerData as OpeningOrder
const opening = await loadOpeningKey({
  privateKey: Buffer.from(waveKey.privateKey, 'base64url'),
  publicKey: Buffer.from(waveKey.publicKey, 'base64url'),
})
if (!opening.ok) throw new Error('The key of this wave cannot be read.')
const known = new Map(
  groups.map(({ keyId, spki, group }) => [
    Buffer.from(keyId).toString('latin1'),
    { group, ticketKey: loadTicketKey(spki) },
  ]),
)

parentPort?.on('message', async (batch: Uint8Array) => {
  const tally = emptyTally()
  for (let at = 0; at < batch.length; at += BALLOT_SIZE) {
    const ballot = decodeBallot(batch.subarray(at, at + BALLOT_SIZE))
    const key = ballot.ok ? known.get(Buffer.from(ballot.value.keyId).toString('latin1')) : undefined
    if (!ballot.ok || !key || !verifyBallot({ ballot: ballot.value, ticketKey: key.ticketKey }).ok) {
      tally.unreadable++
      continue
    }
    const opened = await openBallot({ ballot: ballot.value, key: opening.value })
    if (opened.ok) countAnswers(tally, { group: key.group, questions, answers: opened.value })
    else tally.unreadable++
  }
  parentPort?.postMessage(tally)
})
