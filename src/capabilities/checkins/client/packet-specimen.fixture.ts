import type { MemberId, OrganisationId, UnitId, WaveId } from '#kernel/ids.ts'
import * as issuer from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import type { GroupCount } from '../domain/chain/check-count.ts'
import { fromBase64Url, sha256, toBase64Url, utf8 } from '../domain/manifest/digest.ts'
import { type GroupLines, lineOf } from '../domain/manifest/group-lines.ts'
import {
  firstPrevious,
  type GroupEntry,
  hashOfPeople,
  hashOfText,
  type Manifest,
  type Witness,
} from '../domain/manifest/manifest.ts'
import { buildTree } from '../domain/manifest/merkle.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import type { Questions } from '../domain/wave.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const newSigner = async () =>
  (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair

export const questions: Questions = {
  format: 1,
  instrument: 'specimen',
  version: '1',
  title: 'Specimen',
  items: ['one', 'two', 'three'].map((id) => ({
    id,
    locale: 'en',
    text: `Question ${id}?`,
    options: [1, 2, 3, 4, 5].map((value) => ({ value, text: `Answer ${value}` })),
    validated: false,
    report: { kind: 'mean' },
  })),
}

const people = Array.from({ length: 9 }, (_, at) => `Person ${at + 1}`)

/** A server's answer to a request for the ticket of the one table of these check-ins. */
export const signed = (blindSignature: string) => ({
  blindSignatures: { 'reporting-groups': blindSignature },
})

/** A group of eleven with people and a key of its own. */
export const anotherGroup = async (
  hers: GroupEntry,
  change: Partial<GroupEntry> = {},
): Promise<GroupEntry> => ({
  ...hers,
  group: crypto.randomUUID(),
  name: 'Pharmacy',
  units: ['Pharmacy'],
  eligible: 11,
  keyId: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
  people: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
  ...change,
})

/** An organisation that announces waves as the real one does, with everything that a hostile one may change. */
export const specimenOrganisation = async () => {
  const [signer, ticketPair, wavePair] = await Promise.all([
    newSigner(),
    issuer.generateTicketKey(),
    generateSealingKey(),
  ])
  const organisation = crypto.randomUUID() as OrganisationId
  const signingKey = issuer.loadSigningKey(ticketPair.privateKey)
  /** What stands under the roots of each announcement, by its text. */
  const linesUnder = new Map<string, GroupLines['tables']>()
  const announce = async (
    change: {
      wave?: WaveId
      title?: string
      signer?: CryptoKeyPair
      minimumGroup?: number
      spki?: Uint8Array
      held?: Partial<Pick<Manifest, 'trustees' | 'waveKey' | 'waitsUntil'>>
      /** How it goes on from the public chain. */
      chain?: { number: number; previous: string; witnesses?: readonly Witness[] }
      count?: GroupCount
      /** What is put under the root besides her group: another group, if nothing is said. */
      beside?: (hers: GroupEntry) => readonly GroupEntry[]
      /** What the manifest says besides. */
      said?: Partial<Pick<Manifest, 'eligible' | 'tables'>>
    } = {},
  ): Promise<CheckinPacket> => {
    const by = change.signer ?? signer
    const wave = change.wave ?? (crypto.randomUUID() as WaveId)
    const title = change.title ?? 'This week'
    const spki = new Uint8Array(change.spki ?? ticketPair.spki)
    const line: GroupEntry = {
      table: 'reporting-groups',
      group: crypto.randomUUID() as UnitId,
      name: 'Surgery',
      eligible: people.length,
      keyId: toBase64Url(await sha256(spki)),
      spki: toBase64Url(spki),
      people: await hashOfPeople(people),
      units: ['Surgery'],
    }
    const entry = JSON.stringify(line)
    const beside = change.beside?.(line) ?? [await anotherGroup(line)]
    const lines = await Promise.all([line, ...beside].map(lineOf))
    const tree = await buildTree(lines)
    const times = {
      opensAt: '2026-11-02T07:00:00.000Z',
      closesAt: '2026-11-08T19:00:00.000Z',
      collectsUntil: '2026-11-09T19:00:00.000Z',
    }
    const asked = JSON.stringify(questions)
    const manifest: Manifest = {
      format: 'kith-manifest/3',
      organisation,
      number: change.chain?.number ?? 1,
      organisationName: 'Alder Bridge',
      wave,
      title,
      ...times,
      minimumGroup: change.minimumGroup ?? 8,
      questionsSha256: await hashOfText(asked),
      planSha256: firstPrevious,
      collector: '/a/ballots',
      waveKey: toBase64Url(wavePair.publicKey),
      tables: [{ table: 'reporting-groups', groups: lines.length, root: tree.root }],
      eligible: [line, ...beside].reduce((sum, group) => sum + group.eligible, 0),
      ...change.said,
      hostKind: 'employer',
      trustees: [],
      witnesses: change.chain?.witnesses ?? [],
      ...change.held,
      previous: change.chain?.previous ?? firstPrevious,
      signer: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', by.publicKey))),
    }
    const text = JSON.stringify(manifest)
    linesUnder.set(text, [lines])
    const signature = await crypto.subtle.sign(algorithm, by.privateKey, utf8(text))
    return {
      manifest: text,
      signature: toBase64Url(new Uint8Array(signature)),
      entry,
      path: tree.paths[0] ?? [],
      people,
      questions: asked,
      organisation,
      slug: 'alder-bridge',
      organisationName: 'Alder Bridge',
      member: crypto.randomUUID() as MemberId,
      wave,
      title,
      state: 'open',
      ...times,
      timeZone: 'Europe/Lisbon',
      hostKind: 'employer',
      collector: '/a/ballots',
      units: ['Surgery'],
      chainNumber: change.chain?.number ?? 1,
      count: change.count ?? null,
    }
  }
  const sign = (blinded: string): string => {
    const signed = issuer.blindSign({ key: signingKey, blinded: fromBase64Url(blinded) ?? new Uint8Array() })
    if (!signed.ok) throw new Error(signed.refusal)
    return toBase64Url(signed.value)
  }
  return { id: organisation, announce, linesUnder, sign, ticketPair, wavePair, newSigner, signer }
}
