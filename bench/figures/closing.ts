import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { openBallots } from '#capabilities/checkins/closing/open-ballots.server.ts'
import { computeRelease } from '#capabilities/checkins/domain/release/compute-release.ts'
import { planReportingGroups } from '#capabilities/checkins/domain/reporting-groups.ts'
import { destroyPool, openPool } from '#platform/pool/index.server.ts'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import { fillPool } from '../fill-pool.ts'
import { show } from '../report.ts'
import { benchWave, most, questions } from '../wave.ts'

// From a wave's pool on the disk to its release document on the disk: the pool is opened, sealed and read, every ballot's
// ticket and signature are checked again, it is opened and counted, the release is computed and written. One group and one
// question. Nothing is extrapolated.
const wave = await benchWave(most)
const folder = makeDataFolder()

const fill = async (file: string, count: number) => {
  const pool = await fillPool({ file, wave, count })
  await pool.close()
}

const close = async (file: string, count: number) => {
  const units = [{ id: 'g', parent: null, name: 'Everyone', position: 0 }]
  const eligible = Array.from({ length: count }, (_, at) => ({ member: String(at), unit: 'g' }))
  const plan = planReportingGroups({ units, eligible, k: 8 })
  if (!plan.ok) throw new Error(plan.refusal.code)
  const began = performance.now()
  const pool = await openPool({ file })
  await pool.seal()
  const tally = await openBallots(
    {
      waveKey: wave.waveKey,
      mark: pool.mark,
      groups: [{ group: 'g', keyId: wave.keyId, spki: wave.spki }],
      questions,
    },
    pool.readAll(),
  )
  if (tally.ballots !== count) throw new Error(`${tally.ballots} of ${count} ballots were counted.`)
  const document = computeRelease({
    wave: {
      id: 'w',
      title: 'Bench',
      instrument: { id: 'bench', version: '1' },
      opensOn: '2026-01-01',
      closesOn: '2026-01-07',
      publishedAt: '2026-01-08T00:00:00Z',
    },
    plan: plan.value,
    items: questions.items.map(({ id, text, options }) => ({
      id,
      text,
      options: options.map(({ value, text: label }) => ({ value, label })),
      report: { kind: 'mean' as const },
    })),
    counts: new Map([...tally.counts].map(([group, rows]) => [group, new Map([['a', rows[0] ?? []]])])),
    ballots: tally.ballots,
    eligible: count,
    k: 8,
    earlier: [],
    changes: new Map(),
  })
  const written = await open(join(folder.dataDir, `${count}.json`), 'w')
  await written.writeFile(JSON.stringify(document))
  await written.sync()
  await written.close()
  const seconds = (performance.now() - began) / 1000
  await pool.close()
  return seconds
}

try {
  let smallest: number | undefined
  for (const count of [1000, 10_000]) {
    const file = join(folder.dataDir, `${count}.pool`)
    await fill(file, count)
    const before = process.cpuUsage()
    const seconds = await close(file, count)
    const { user, system } = process.cpuUsage(before)
    const each = seconds / count
    smallest ??= each
    show({
      what: `from pool to written release, ${count.toLocaleString('en')} ballots`,
      ours: `${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
      beside: 'time for each ballot beside that at 1,000',
      ratio: each / smallest,
    })
    await destroyPool({ file })
  }
} finally {
  folder.remove()
}
