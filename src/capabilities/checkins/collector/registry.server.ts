import type { KeyObject } from 'node:crypto'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Pool } from '#platform/pool/index.server.ts'
import type { Questions } from '../domain/wave.ts'

/** A wave that takes ballots, or soon will, as the collector needs it. Nothing here is about a person. */
export type LiveWave = {
  organisation: OrganisationId
  wave: WaveId
  opensAt: Date
  /** It waits for a witness and takes nothing, whatever the clock says. */
  isHeld?: boolean
  collectsUntil: Date
  pool: Pool
  /** What the form for printed sheets needs; undefined where everybody answers on devices. */
  paper?: PaperForm
}

export type PaperForm = {
  organisationName: string
  title: string
  timeZone: string
  closesAt: Date
  minimumGroup: number
  /** Where help stands, whole: the form may have a hostname of its own. */
  supportAt: string
  questions: Questions
  waveKey: Uint8Array<ArrayBuffer>
  /** By the id of the key, base64url. */
  groups: ReadonlyMap<string, PaperGroup>
}

export type PaperGroup = {
  name: string
  people: number
  keyId: Buffer
  spki: Uint8Array<ArrayBuffer>
}

type Known =
  | { kind: 'live'; wave: LiveWave; ticketKey: KeyObject }
  | { kind: 'over'; answer: 'ballot/came-too-late' | 'ballot/wave-cancelled' }

/** Which key belongs to which wave, in memory: one look-up for each ballot, no question to the database. */
export const createRegistry = () => {
  const keys = new Map<string, Known>()
  const waves = new Map<WaveId, LiveWave>()
  const byWave = new Map<WaveId, string[]>()
  return {
    find: (keyId: Uint8Array): Known | undefined => keys.get(nameOf(keyId)),
    wave: (id: WaveId): LiveWave | undefined => waves.get(id),
    live: (): LiveWave[] => [...waves.values()],
    add: (wave: LiveWave, ticketKeys: readonly { keyId: Uint8Array; key: KeyObject }[]) => {
      waves.set(wave.wave, wave)
      byWave.set(
        wave.wave,
        ticketKeys.map(({ keyId }) => nameOf(keyId)),
      )
      for (const { keyId, key } of ticketKeys) keys.set(nameOf(keyId), { kind: 'live', wave, ticketKey: key })
    },
    /** From now on its ballots are told what became of the wave. */
    end: (id: WaveId, answer: 'ballot/came-too-late' | 'ballot/wave-cancelled') => {
      for (const name of byWave.get(id) ?? []) keys.set(name, { kind: 'over', answer })
      waves.delete(id)
    },
    remember: (keyIds: readonly Uint8Array[], answer: 'ballot/came-too-late' | 'ballot/wave-cancelled') => {
      for (const keyId of keyIds) keys.set(nameOf(keyId), { kind: 'over', answer })
    },
  }
}

export type Registry = ReturnType<typeof createRegistry>

const nameOf = (keyId: Uint8Array) => Buffer.from(keyId).toString('latin1')
