import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { makeDataFolder } from '#tests/rehearsal/own-folder.ts'
import { barePostgres } from '../bare-postgres.ts'
import { freePort, stopChild, timeUntil } from '../child.ts'
import { median, show } from '../report.ts'

// First start: an empty data folder, the site built. Second start: the same folder after an orderly stop. Until /healthz
// says 200, which asks the database. Peer: initdb and postgres of the same binaries, until they answer one question.
const root = join(import.meta.dirname, '../..')
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`

const startKith = async (dataDir: string): Promise<number> => {
  const port = await freePort()
  const env = { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [join(root, 'bin/kith'), 'start'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    return await timeUntil(
      child,
      async () => (await fetch(`http://localhost:${port}/healthz`)).status === 200,
    )
  } finally {
    await stopChild(child)
  }
}

const startBare = async (database: ReturnType<typeof barePostgres>): Promise<number> => {
  const { child, ms } = await database.start()
  await stopChild(child, 'SIGINT')
  return ms
}

const first = { ours: [] as number[], peer: [] as number[] }
const second = { ours: [] as number[], peer: [] as number[] }
for (let round = 0; round < 3; round++) {
  const folder = makeDataFolder()
  const beside = makeDataFolder()
  try {
    first.ours.push(await startKith(folder.dataDir))
    const database = barePostgres(beside.dataDir)
    first.peer.push(database.make() + (await startBare(database)))
    for (let again = 0; again < 2; again++) {
      second.ours.push(await startKith(folder.dataDir))
      second.peer.push(await startBare(database))
    }
  } finally {
    folder.remove()
    beside.remove()
  }
}
const began = performance.now()
const checked = spawnSync(process.execPath, [join(root, 'bin/prepare.js'), 'start'], { cwd: root })
const check = performance.now() - began
const isBuilt = checked.stdout.length === 0

show({
  what: 'first start, empty data folder',
  ours: seconds(median(first.ours)),
  beside: `initdb and bare postgres ${seconds(median(first.peer))}`,
  ratio: median(first.ours) / median(first.peer),
})
const whole = median(second.ours) + (isBuilt ? check : 0)
show({
  what: `second start${isBuilt ? `, with the ${seconds(check)} that npm start looks for changed sources` : ''}`,
  ours: seconds(whole),
  beside: `bare postgres ${seconds(median(second.peer))}`,
  ratio: whole / median(second.peer),
  target: 'at most 3 s',
  isMet: whole <= 3000,
})
