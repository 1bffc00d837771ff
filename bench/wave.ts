import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { generateTicketKey } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { makeBallots } from './make-ballots.ts'

/** How many different ballots there are; figures that need more use each of them several times. */
export const most = 10_000

export type BenchWave = {
  spki: Uint8Array<ArrayBuffer>
  keyId: Uint8Array<ArrayBuffer>
  waveKey: { privateKey: string; publicKey: string }
  ballots: Uint8Array<ArrayBuffer>[]
}

const folder = join(import.meta.dirname, '../node_modules/.cache/kith/bench-ballots')
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

/** The only question of the bench, which every ballot answers. */
export const questions: Questions = {
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

/** Real ballots of one group. Made once for this machine, because making them takes longer than any measurement. */
export const benchWave = async (count: number): Promise<BenchWave> => {
  if (!existsSync(folder)) await make()
  const keys = JSON.parse(readFileSync(join(folder, 'keys.json'), 'utf8')) as {
    spki: string
    waveKey: { privateKey: string; publicKey: string }
  }
  const all = new Uint8Array(readFileSync(join(folder, 'ballots')))
  const spki = bytesOf(keys.spki)
  return {
    spki,
    keyId: new Uint8Array(createHash('sha256').update(spki).digest()),
    waveKey: keys.waveKey,
    ballots: Array.from({ length: count }, (_, at) => all.slice(at * BALLOT_SIZE, (at + 1) * BALLOT_SIZE)),
  }
}

const make = async () => {
  console.log(`  making ${most} ballots, once for all measurements …`)
  const { privateKey, spki } = await generateTicketKey()
  const sealing = await generateSealingKey()
  const ballots = await makeBallots({
    ticketKey: { pkcs8: privateKey, spki },
    waveKey: sealing.publicKey,
    count: most,
  })
  const waveKey = { privateKey: base64(sealing.privateKey), publicKey: base64(sealing.publicKey) }
  const beside = `${folder}.${process.pid}`
  mkdirSync(beside, { recursive: true })
  writeFileSync(join(beside, 'keys.json'), JSON.stringify({ spki: base64(spki), waveKey }))
  writeFileSync(join(beside, 'ballots'), ballots)
  renameSync(beside, folder)
}
