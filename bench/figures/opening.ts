import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openBallots } from '#capabilities/checkins/closing/open-ballots.server.ts'
import { placeOf } from '#capabilities/checkins/domain/ballot/binding.ts'
import { decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import { envelopeInfo } from '#platform/pool/envelopes.server.ts'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import { fillPool } from '../fill-pool.ts'
import type { BareHpkeOrder } from '../programs/bare-hpke.worker.ts'
import { alternate, median, show } from '../report.ts'
import { benchWave, questions } from '../wave.ts'

// Ballots opened per second on all cores, as a pool keeps them: out of both envelopes, ticket and signature checked again
// and answers counted, beside bare HPKE opening of the same two envelopes with the library as it comes, on the same number
// of threads. The threads' own start is part of both.
const count = 10_000
const wave = await benchWave(count)
const folder = makeDataFolder()
const pool = await fillPool({ file: join(folder.dataDir, 'opening.pool'), wave, count })
const { mark } = pool
await pool.seal()
const kept: Uint8Array[] = []
for await (const batch of pool.readAll()) kept.push(...batch.map((one) => Uint8Array.from(one)))
await pool.close()
folder.remove()

const ours = async () => {
  const began = performance.now()
  const tally = await openBallots(
    {
      waveKey: wave.waveKey,
      mark,
      groups: [{ group: 'g', keyId: wave.keyId, spki: wave.spki }],
      questions,
    },
    (async function* () {
      yield kept
    })(),
  )
  if (tally.ballots !== count) throw new Error('Not every ballot was counted.')
  return (count * 1000) / (performance.now() - began)
}

const partsOf = (envelope: Uint8Array<ArrayBuffer>) => ({
  enc: envelope.slice(1, 66),
  ct: envelope.slice(66),
})
const sealed = [
  ...(await Promise.all(
    wave.ballots.map(async (bytes) => {
      const ballot = decodeBallot(bytes)
      if (!ballot.ok) throw new Error(ballot.refusal)
      return { ...partsOf(ballot.value.sealed), ...(await placeOf(ballot.value)) }
    }),
  )),
  ...kept.map((one) => ({ ...partsOf(one.slice(32)), aad: one.slice(0, 32), info: envelopeInfo })),
]
const bare = async () => {
  const threads = availableParallelism()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const order: BareHpkeOrder = {
        privateKey: new Uint8Array(Buffer.from(wave.waveKey.privateKey, 'base64url')),
        publicKey: new Uint8Array(Buffer.from(wave.waveKey.publicKey, 'base64url')),
        sealed: sealed.filter((_, at) => at % threads === thread),
      }
      const worker = new Worker(new URL('../programs/bare-hpke.worker.ts', import.meta.url), {
        workerData: order,
      })
      return new Promise<void>((resolve, reject) => {
        worker.on('error', reject)
        worker.on('message', () => void worker.terminate().then(() => resolve()))
      })
    }),
  )
  return (count * 1000) / (performance.now() - began)
}

/** Processor time of all threads, in µs for each ballot: what is left of a rate when others use the machine too. */
const costs = { ours: [] as number[], peer: [] as number[] }
const costed = (name: keyof typeof costs, work: () => Promise<number>) => async () => {
  const before = process.cpuUsage()
  const rate = await work()
  const { user, system } = process.cpuUsage(before)
  costs[name].push((user + system) / count)
  return rate
}

const result = await alternate({ rounds: 3, ours: costed('ours', ours), peer: costed('peer', bare) })
show({
  what: `ballots opened and counted per second (${count})`,
  ours: result.ours.toFixed(0),
  beside: `bare HPKE opening of both envelopes ${result.peer.toFixed(0)}`,
  ratio: result.ratio,
  target: 'at least 0.8',
  isMet: result.ratio >= 0.8,
})
const [mine, theirs] = [median(costs.ours), median(costs.peer)]
show({
  what: 'the same in processor time',
  ours: `${mine.toFixed(0)} µs a ballot`,
  beside: `bare HPKE opening of both ${theirs.toFixed(0)} µs`,
  ratio: theirs / mine,
})
