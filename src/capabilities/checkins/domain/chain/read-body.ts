import type { Trustee, Witness } from '../manifest/manifest.ts'
import type { AuditHead, HeadWave } from './parts.ts'

/** What a reader of the chain takes from an entry's text, of whatever kind it is. */
export type Body = {
  readonly format: string
  readonly organisation: string
  readonly previous: string
  readonly signer: string
  readonly number?: number
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
  readonly trustees?: readonly Pick<Trustee, 'publicKey'>[]
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
  const isWhole = needed.every((part) => typeof body[part] === 'string')
  if (
    !isWhole ||
    !said.texts.every((part) => ['undefined', 'string'].includes(typeof body[part])) ||
    !said.counts.every((part) => body[part] === undefined || Number.isSafeInteger(body[part])) ||
    !said.instants.every((part) => body[part] === undefined || isInstant(body[part])) ||
    !(body.day === undefined || isDay(body.day)) ||
    !isAudit(body.audit) ||
    !isListOf(body.witnesses, isWitness) ||
    !isListOf(body.trustees, isTrustee) ||
    !isListOf(body.waves, isHeadWave)
  )
    return undefined
  return value as Body
}

const needed = ['format', 'organisation', 'previous', 'signer']
/** What pages show of an entry: of any other shape it would be shown wrongly, or stop the page. */
const said = {
  texts: ['title', 'wave', 'by', 'why'],
  counts: ['number', 'eligible', 'minimumGroup'],
  instants: ['opensAt', 'closesAt'],
}

export const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))

/** A day that there is, as YYYY-MM-DD: not the 99th of a month. */
const isDay = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  isInstant(`${value}T00:00:00Z`) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)

export const isListOf = (value: unknown, isOne: (one: Record<string, unknown>) => boolean): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && isOne(one)))

export const isWitness = ({ id, name, publicKey, isRequired }: Record<string, unknown>): boolean =>
  [id, name, publicKey].every((part) => typeof part === 'string') && typeof isRequired === 'boolean'

const isTrustee = ({ publicKey }: Record<string, unknown>): boolean => typeof publicKey === 'string'

const isHeadWave = ({ wave, root }: Record<string, unknown>): boolean =>
  typeof wave === 'string' && typeof root === 'string'

export const isAudit = (value: unknown): boolean => {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object') return false
  const { number, hash } = value as Record<string, unknown>
  return Number.isInteger(number) && typeof hash === 'string'
}
