import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { openBallots } from '#capabilities/checkins/closing/open-ballots.server.ts'
import { placeOf } from '#capabilities/checkins/domain/ballot/binding.ts'
import { decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { alternate, show } from '../report.ts'
import { makeBallots, makeGroup } from '../wave.ts'

// Ballots opened per second on all cores, ticket and signature checked again and answers counted, beside bare HPKE
// opening of the same ballots on the same number of threads. The threads' own start is part of both.
const count = Number(process.env.KITH_BENCH_BALLOTS ?? 3000)
const group = await makeGroup()
const { ballots, sealing } = await makeBallots({ group, count, answers: { a: 4 } })
const questions: Questions = {
  format: 1,
  instrument: 'bench',
  version: '1',
  title: 'Bench',
  items: [
    {
      id: 'a',
      text: 'a',
      locale: 'en',
      validated: false,
      options: [1, 2, 3, 4, 5].map((value) => ({ value, text: '' })),
      report: { kind: 'mean' },
    },
  ],
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const ours = async () => {
  const began = performance.now()
  const tally = await openBallots(
    {
      waveKey: { privateKey: base64(sealing.privateKey), publicKey: base64(sealing.publicKey) },
      groups: [{ group: 'g', keyId: group.keyId, spki: group.spki }],
      questions,
    },
    (async function* () {
      yield ballots
    })(),
  )
  if (tally.ballots !== count) throw new Error('Not every ballot was counted.')
  return (count * 1000) / (performance.now() - began)
}

const sealed = await Promise.all(
  ballots.map(async (bytes) => {
    const ballot = decodeBallot(bytes)
    if (!ballot.ok) throw new Error(ballot.refusal)
    const place = await placeOf(ballot.value)
    return { enc: ballot.value.sealed.slice(1, 66), ct: ballot.value.sealed.slice(66), ...place }
  }),
)
const bare = async () => {
  const threads = availableParallelism()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      const worker = new Worker(new URL('../bare-hpke.worker.ts', import.meta.url), {
        workerData: {
          privateKey: sealing.privateKey,
          publicKey: sealing.publicKey,
          sealed: sealed.filter((_, at) => at % threads === thread),
        },
      })
      return new Promise<void>((resolve, reject) => {
        worker.on('error', reject)
        worker.on('message', (word) => {
          if (word === 'ready') return worker.postMessage('go')
          void worker.terminate().then(() => resolve())
        })
      })
    }),
  )
  return (count * 1000) / (performance.now() - began)
}

const result = await alternate({ rounds: 5, ours, peer: bare })
show({
  what: `ballots opened and counted per second (${count})`,
  ours: result.ours.toFixed(0),
  beside: `bare HPKE opening ${result.peer.toFixed(0)}`,
  ratio: result.ratio,
  target: 'at least 0.8',
  isMet: result.ratio >= 0.8,
})
