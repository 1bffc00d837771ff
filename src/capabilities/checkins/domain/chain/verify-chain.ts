import { sha256, toBase64Url, utf8 } from '../manifest/digest.ts'
import { firstPrevious, type Witness } from '../manifest/manifest.ts'
import { type ChainEntry, pageOf } from './entry.ts'
import type { AuditHead } from './parts.ts'
import { type Body, formatsOf, listedIn, readBody } from './read-body.ts'
import { isSignedBy } from './signature.ts'

/** What is remembered of a chain between two looks. */
export type ChainKnown = {
  readonly organisation: string
  readonly signer: string
  /** The newest entry that was seen. */
  readonly number: number
  readonly hash: string
  /** The newest end of the audit that stands on the chain. */
  readonly audit: AuditHead | null
  /** The latest day of a head, as YYYY-MM-DD; missing in older memories. */
  readonly day?: string | undefined
  /** Who co-signs; null where nothing that was seen says so. */
  readonly witnesses: readonly Witness[] | null
  /** What was announced, and the parts of trustees that were used, each with its one entry; missing in older memories. */
  readonly once?: readonly (readonly [what: string, number: number])[]
}

export const chainFaults = [
  'chain/not-readable',
  /** Written by a newer Kith: nothing from here on is judged. */
  'chain/format-unknown',
  'chain/another-organisation',
  'chain/signer-changed',
  /** Body, hash and signature of an entry do not belong together. */
  'chain/altered',
  /** An entry is missing, or stands twice. */
  'chain/gap',
  /** Another history than the one that is remembered, or than the entry itself names. */
  'chain/forked',
  /** The chain ends before the entry that is remembered. */
  'chain/shrunk',
  'chain/audit-went-back',
  /** A head is dated before an earlier one: what it names would look older than it is. */
  'chain/day-went-back',
  /** One check-in was announced in two ways: each of them could be shown to other people. */
  'chain/announced-twice',
  /** A part of a trustee stood in an earlier manifest: whoever got it then could open what is sealed now. */
  'chain/part-used-again',
  /** A manifest names other witnesses than the chain does. */
  'chain/witnesses-differ',
  /** The groups under a manifest are not all of those that it promises, or one stands twice. */
  'chain/groups-differ',
] as const
export type ChainFault = (typeof chainFaults)[number]

export type ChainSeen =
  | {
      readonly ok: true
      readonly known: ChainKnown
      /** What came after the entry that was remembered. */
      readonly news: readonly { readonly entry: ChainEntry; readonly body: Body }[]
    }
  | {
      readonly ok: false
      readonly fault: ChainFault
      readonly number: number
      /** Of the entry, where it stands in its place and says what it must not: then a reader may excuse this very one. */
      readonly hash?: string
    }

/**
 * Whether these entries go on from what is remembered: each names the one before, all are signed by the one key, none
 * is missing, the remembered one stands among them, or just before them. Without a memory they may begin where a page does.
 * Entries that were seen before are read again; where they begin with the first, all that is remembered is made from
 * them anew, and of the memory only its end must stand among them. `excused`: hashes of entries whose fault a reader knows.
 */
export const verifyChain = async (given: {
  known: ChainKnown | undefined
  entries: readonly ChainEntry[]
  excused?: readonly string[] | undefined
}): Promise<ChainSeen> => {
  const { known: remembered, entries, excused = [] } = given
  const [first] = entries
  if (!first)
    return remembered
      ? { ok: false, fault: 'chain/shrunk', number: remembered.number }
      : fault('chain/not-readable', 1)
  if (remembered && first.number > remembered.number + 1) return fault('chain/gap', remembered.number + 1)
  // Numbers are counted from where a page begins: only manifests sign their own.
  if (!remembered && first.number !== pageOf(first.number)) return fault('chain/gap', pageOf(first.number))
  const isWhole = first.number === 1
  let known = isWhole ? undefined : remembered
  let before: { number: number; hash: string } | undefined =
    remembered && first.number === remembered.number + 1 ? remembered : undefined
  const news: { entry: ChainEntry; body: Body }[] = []
  const once = new Map(isWhole ? [] : remembered?.once)
  for (const entry of entries) {
    if (before ? entry.number !== before.number + 1 : entry.number < 1)
      return fault('chain/gap', (before?.number ?? 0) + 1)
    const body = readBody(entry.body)
    if (!body) return fault('chain/not-readable', entry.number)
    const wrong = await faultOf({ entry, body, known: remembered ?? known, before })
    if (wrong) return fault(wrong, entry.number)
    const isNew = !remembered || entry.number > remembered.number
    const said =
      takeOnce(once, { entry, body }) ?? (isNew || isWhole ? faultOfStep({ known, entry, body }) : undefined)
    if (said && !excused.includes(entry.hash))
      return { ok: false, fault: said, number: entry.number, hash: entry.hash }
    if (isNew || isWhole) known = stepTo({ known, entry, body })
    if (isNew) news.push({ entry, body })
    before = entry
  }
  if (!known || !before) return fault('chain/not-readable', 1)
  if (remembered && before.number < remembered.number) return fault('chain/shrunk', remembered.number)
  return { ok: true, known: { ...known, once: [...once] }, news }
}

/** Notes what a manifest announces and uses. @returns what of it stands in another entry already. */
const takeOnce = (
  once: Map<string, number>,
  { entry, body }: { entry: ChainEntry; body: Body },
): ChainFault | undefined => {
  if (entry.kind !== 'manifest') return undefined
  const isAgain = (what: string) => (once.get(what) ?? entry.number) !== entry.number
  const wave = body.wave === undefined ? [] : [`wave ${body.wave}`]
  const parts = (body.trustees ?? []).map(({ publicKey }) => `part ${publicKey}`)
  const again = wave.some(isAgain)
    ? 'chain/announced-twice'
    : parts.some(isAgain) || new Set(parts).size !== parts.length
      ? 'chain/part-used-again'
      : undefined
  for (const what of [...wave, ...parts]) if (!once.has(what)) once.set(what, entry.number)
  return again
}

const fault = (code: ChainFault, number: number): ChainSeen => ({ ok: false, fault: code, number })

const faultOf = async (given: {
  entry: ChainEntry
  body: Body
  known: ChainKnown | undefined
  before: { hash: string } | undefined
}): Promise<ChainFault | undefined> => {
  const { entry, body, known, before } = given
  if (known && body.organisation !== known.organisation) return 'chain/another-organisation'
  if (known && body.signer !== known.signer) return 'chain/signer-changed'
  if (toBase64Url(await sha256(utf8(entry.body))) !== entry.hash) return 'chain/altered'
  if (!(await isSignedBy({ key: body.signer, signature: entry.signature, text: entry.body })))
    return 'chain/altered'
  if (before && body.previous !== before.hash) return 'chain/forked'
  if ((entry.number === 1) !== (body.previous === firstPrevious)) return 'chain/forked'
  if (known && entry.number === known.number && entry.hash !== known.hash) return 'chain/forked'
  const formats = formatsOf(entry.kind)
  if (!formats?.includes(body.format))
    return formats && isOfAnotherKind(body) ? 'chain/altered' : 'chain/format-unknown'
  // Counted otherwise than it was signed.
  if (isNumbered(body) && body.number !== entry.number) return 'chain/gap'
  return undefined
}

const isNumbered = ({ format, number }: Body): boolean => format === 'kith-manifest/3' || number !== undefined

/** A format that is known, under a kind that is not its own: the kind stands outside of what is signed. */
const isOfAnotherKind = (body: Body): boolean =>
  ['manifest', 'cancellation', 'witnesses', 'head'].some((kind) => formatsOf(kind)?.includes(body.format))

type Step = { known: ChainKnown | undefined; entry: ChainEntry; body: Body }

const inForceAt = ({ known, entry }: Step): readonly Witness[] | null =>
  known ? known.witnesses : entry.number === 1 ? [] : null

/** What an entry says that does not go on from what those before it said. */
const faultOfStep = (step: Step): ChainFault | undefined => {
  const { entry, body, known } = step
  const inForce = inForceAt(step)
  const isOther = inForce && !isSameList(inForce, listedIn(entry.kind, body) ?? [])
  if (entry.kind === 'manifest' && isOther) return 'chain/witnesses-differ'
  const audit = entry.kind === 'head' ? body.audit : undefined
  if (audit && known?.audit && isBack({ audit, known: known.audit })) return 'chain/audit-went-back'
  return entry.kind === 'head' && isDayBack(body.day, known?.day) ? 'chain/day-went-back' : undefined
}

/** One day is nothing: an organisation may have moved its clock to another zone. */
const isDayBack = (day: string | undefined, known: string | undefined): boolean =>
  day !== undefined && known !== undefined && Date.parse(day) < Date.parse(known) - 86_400_000

const stepTo = (step: Step): ChainKnown => {
  const { entry, body, known } = step
  const inForce = inForceAt(step)
  const listed = listedIn(entry.kind, body)
  const audit = entry.kind === 'head' ? body.audit : undefined
  return {
    organisation: body.organisation,
    signer: body.signer,
    number: entry.number,
    hash: entry.hash,
    audit: audit ?? known?.audit ?? null,
    day: [known?.day, entry.kind === 'head' ? body.day : undefined]
      .filter((day) => day !== undefined)
      .sort()
      .at(-1),
    witnesses: (entry.kind === 'manifest' ? (inForce ?? listed) : listed) ?? inForce,
  }
}

const isBack = ({ audit, known }: { audit: AuditHead; known: AuditHead }): boolean =>
  audit.number < known.number || (audit.number === known.number && audit.hash !== known.hash)

const isSameList = (one: readonly Witness[], other: readonly Witness[]): boolean =>
  JSON.stringify(one.map(lineOf).sort()) === JSON.stringify(other.map(lineOf).sort())

const lineOf = ({ id, name, publicKey, isRequired }: Witness): string =>
  JSON.stringify([id, name, publicKey, isRequired])
