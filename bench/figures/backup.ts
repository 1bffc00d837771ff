import { spawnSync } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { restoreBackup } from '#platform/backup/restore-backup.server.ts'
import { writeBackup } from '#platform/backup/write-backup.server.ts'
import { embeddedAddress } from '#platform/database/addresses.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import { median, show } from '../report.ts'

// A million people in two thousand units: backed up and restored by Kith, and by pg_dump and pg_restore where the machine
// has them, in turns on one server. Both files are compressed. Kith's times include reading the file back after it is
// written, checking every foreign key, running the migrations and analysing; pg_restore's do not include the last.
const rows = 1_000_000
const rounds = Number(process.env.KITH_ROUNDS ?? 3)
const folder = makeDataFolder()
const engine = await startEngine({ dataDir: folder.dataDir })
const address = embeddedAddress(engine)
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const onDatabase = async (database: string, statement: string) => {
  const client = new pg.Client(address.forRole('owner', database))
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
const time = async (work: () => unknown): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const run = (program: string, words: string[]) => {
  const done = spawnSync(program, ['-h', engine.socketFolder, '-U', 'kith_owner', ...words], {
    encoding: 'utf8',
  })
  if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`)
}
const hasPeer = spawnSync('pg_dump', ['--version']).status === 0

try {
  await migrate({ address })
  const organisation = crypto.randomUUID()
  await onDatabase(
    'kith',
    `insert into site.organisation values ('${organisation}', 'large', 'Large', 'en', 'UTC', 'employer', '2026-01-01');
     insert into org.unit (organisation, id, name, position)
       select '${organisation}', md5('u' || n)::uuid, 'Unit ' || n, n from generate_series(1, 2000) n;
     insert into org.member (organisation, id, name, name_key, email, unit, profession, languages)
       select '${organisation}', md5('m' || n)::uuid, 'Person Number ' || n, 'person number ' || n,
         'person' || n || '@hospital.example', md5('u' || 1 + n % 2000)::uuid, 'Nurse', '{en,es}'
       from generate_series(1, ${rows}) n`,
  )
  const file = join(folder.dataDir, 'ours.backup')
  const dump = join(folder.dataDir, 'peer.dump')
  const inOther = {
    ...address,
    forRole: (role: Parameters<typeof address.forRole>[0], name = 'other') => address.forRole(role, name),
  }
  const ours = { backup: [] as number[], restore: [] as number[] }
  const peer = { backup: [] as number[], restore: [] as number[] }
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  for (let round = 0; round < rounds; round++) {
    const written = { address, file, mayReplace: true, secrets: [], now: new Date() }
    ours.backup.push(await time(() => writeBackup(written)))
    if (hasPeer) peer.backup.push(await time(() => run('pg_dump', ['-Fc', '-f', dump, 'kith'])))
    await onDatabase('postgres', 'create database other')
    ours.restore.push(
      await time(() => restoreBackup({ address: inOther, file, mayReplace: false, finish: async () => {} })),
    )
    await onDatabase('postgres', 'drop database other with (force)')
    if (!hasPeer) continue
    await onDatabase('postgres', 'create database other')
    peer.restore.push(await time(() => run('pg_restore', ['-d', 'other', '--single-transaction', dump])))
    await onDatabase('postgres', 'drop database other with (force)')
  }
  clearInterval(watch)
  const size = (path: string) => `${(statSync(path).size / 1e6).toFixed(0)} MB`
  for (const [what, target, kind] of [
    [`backup of ${rows} rows`, 1.5, 'backup'],
    [`restore of ${rows} rows`, 2, 'restore'],
  ] as const) {
    const ratio = hasPeer
      ? median(ours[kind].map((ms, at) => ms / (peer[kind][at] ?? Number.NaN)))
      : undefined
    const program = kind === 'backup' ? 'pg_dump -Fc' : 'pg_restore --single-transaction'
    show({
      what,
      ours: `${seconds(median(ours[kind]))}, ${size(file)}, at most ${(most / 1e6).toFixed(0)} MB of memory`,
      beside: hasPeer
        ? `${program} ${seconds(median(peer[kind]))}, ${size(dump)}`
        : 'no pg_dump on this machine',
      ratio,
      ...(ratio === undefined ? {} : { target: `at most ${target} times as long`, isMet: ratio <= target }),
    })
  }
  rmSync(file)
} finally {
  await engine.stop()
  folder.remove()
}
