import type { Witness } from '../manifest/manifest.ts'
import type { AuditHead, HeadWave } from './parts.ts'

/** What a reader of the chain takes from an entry's text, of whatever kind it is. */
export type Body = {
  readonly format: string
  readonly organisation: string
  readonly previous: string
  readonly signer: string
  readonly title?: string
  readonly wave?: string
  readonly opensAt?: string
  readonly closesAt?: string
  readonly eligible?: number
  readonly minimumGroup?: number
  readonly by?: string
  readonly why?: string
  readonly day?: string
  readonly audit?: AuditHead | null
  readonly waves?: readonly HeadWave[]
  readonly witnesses?: readonly Witness[]
}

const formats: Readonly<Record<string, readonly string[]>> = {
  manifest: ['kith-manifest/1', 'kith-manifest/2', 'kith-manifest/3'],
  cancellation: ['kith-cancellation/1', 'kith-cancellation/2'],
  witnesses: ['kith-witnesses/1'],
  head: ['kith-head/1'],
}

/** The formats of a kind of entry that this reader knows; undefined for a kind that it does not know. */
export const formatsOf = (kind: string): readonly string[] | undefined =>
  Object.hasOwn(formats, kind) ? formats[kind] : undefined

/** The witnesses that an entry names; a manifest of format 1 had none. Undefined for an entry that does not say. */
export const listedIn = (kind: string, body: Body): readonly Witness[] | undefined =>
  kind === 'witnesses' || kind === 'manifest' ? (body.witnesses ?? []) : undefined

/** @returns undefined where what every entry has is missing, or a part has another shape than a reader relies on. */
export const readBody = (text: string): Body | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const body = value as Record<string, unknown>
  const isWhole = ['format', 'organisation', 'previous', 'signer'].every(
    (part) => typeof body[part] === 'string',
  )
  if (
    !isWhole ||
    !isAudit(body.audit) ||
    !isListOf(body.witnesses, isWitness) ||
    !isListOf(body.waves, isHeadWave)
  )
    return undefined
  return value as Body
}

const isListOf = (value: unknown, isOne: (one: Record<string, unknown>) => boolean): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && isOne(one)))

const isWitness = ({ id, name, publicKey, isRequired }: Record<string, unknown>): boolean =>
  [id, name, publicKey].every((part) => typeof part === 'string') && typeof isRequired === 'boolean'

const isHeadWave = ({ wave, root }: Record<string, unknown>): boolean =>
  typeof wave === 'string' && typeof root === 'string'

const isAudit = (value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object') return false
  const { number, hash } = value as Record<string, unknown>
  return Number.isInteger(number) && typeof hash === 'string'
}
