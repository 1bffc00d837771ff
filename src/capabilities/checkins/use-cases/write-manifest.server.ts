import { createHash } from 'node:crypto'
import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { appendToChain, takeChainEnd } from '../data/chain.server.ts'
import type { StoredGroup } from '../data/eligible.server.ts'
import type { StoredCategory, StoredTableKey } from '../data/further.server.ts'
import { lineOf } from '../domain/manifest/group-lines.ts'
import {
  firstPrevious,
  type GroupEntry,
  hashOfPeople,
  type Manifest,
  namesShown,
  type Trustee,
} from '../domain/manifest/manifest.ts'
import { buildTree } from '../domain/manifest/merkle.ts'
import { tellApart } from '../domain/manifest/tell-apart.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import type { FurtherTable } from '../domain/tables/further.ts'
import { waitsUntil } from '../domain/trustees/trustee.ts'
import { collectsUntil, reportingGroupsTable, type Wave } from '../domain/wave.ts'
import type { KeyFile } from '../keys/key-file.server.ts'
import { hashText, openSigner } from '../keys/signer.server.ts'
import { witnessesInForce } from './witnesses/witnesses-in-force.server.ts'
import { writeTables } from './write-tables.server.ts'

/** Gives each group its key, writes and signs the manifest, and puts it at the end of the public chain. */
export const writeManifest = async (
  tx: Tx,
  given: {
    checkins: Checkins
    organisation: Actor['organisation']
    wave: Wave
    plan: ReportingPlan
    planText: string
    questions: string
    eligible: number
    keys: KeyFile
    trustees: readonly Trustee[]
    further: readonly FurtherTable[]
  },
): Promise<{
  manifest: { manifest: string; signature: Buffer }
  groups: StoredGroup[]
  further: { categories: StoredCategory[]; keys: StoredTableKey[] }
}> => {
  const { wave, plan, keys, organisation } = given
  const names = await namesOf(tx, plan)
  const shown = tellApart(plan.nodes)
  const entries = await Promise.all(
    plan.groups.map(async (group, at) => {
      const people = group.members.map((member) => names.get(member) ?? '').sort()
      const spki = keys.ticketKeys[at]?.spki ?? ''
      const entry: GroupEntry = {
        table: reportingGroupsTable,
        group: group.id,
        name: shown.get(group.id) ?? group.name,
        eligible: group.eligible,
        keyId: hashBytes(spki).toString('base64url'),
        spki,
        people: await hashOfPeople(people),
        units: group.units.map((unit, at) => shown.get(unit) ?? group.unitNames[at] ?? ''),
        ...(group.way ? { way: group.way } : {}),
      }
      return { group, entry, people, text: JSON.stringify(entry) }
    }),
  )
  const tree = await buildTree(await Promise.all(entries.map(({ entry }) => lineOf(entry))))
  const further = await writeTables({
    tables: given.further,
    keys: keys.ticketKeys.slice(plan.groups.length),
    names,
  })
  const signer = openSigner({ dataDir: given.checkins.dataDir, organisation: wave.organisation })
  const end = await takeChainEnd(tx, wave.organisation)
  const manifest: Manifest = {
    format: 'kith-manifest/3',
    organisation: wave.organisation,
    number: (end?.number ?? 0) + 1,
    organisationName: organisation.name,
    wave: wave.id,
    title: wave.title,
    opensAt: wave.opensAt.toISOString(),
    closesAt: wave.closesAt.toISOString(),
    collectsUntil: collectsUntil(wave).toISOString(),
    minimumGroup: wave.minimumGroup,
    questionsSha256: hashText(given.questions).toString('base64url'),
    planSha256: hashText(given.planText).toString('base64url'),
    collector: given.checkins.collectorUrl,
    waveKey: keys.waveKey.publicKey,
    tables: [{ table: reportingGroupsTable, groups: entries.length, root: tree.root }, ...further.tables],
    eligible: given.eligible,
    hostKind: organisation.hostKind,
    trustees: given.trustees,
    ...(given.trustees.length > 0 ? { waitsUntil: waitsUntil(collectsUntil(wave)).toISOString() } : {}),
    witnesses: await witnessesInForce(tx),
    previous: end ? end.hash.toString('base64url') : firstPrevious,
    signer: signer.publicKey,
  }
  const text = JSON.stringify(manifest)
  const signature = signer.sign(text)
  await appendToChain(tx, {
    organisation: wave.organisation,
    number: (end?.number ?? 0) + 1,
    kind: 'manifest',
    wave: wave.id,
    body: text,
    signature,
    hash: hashText(text),
  })
  const groups = entries.map(({ group, entry, people, text: line }, at) => ({
    id: group.id,
    name: entry.name,
    position: at,
    eligible: group.eligible,
    keyId: Buffer.from(entry.keyId, 'base64url'),
    spki: Buffer.from(entry.spki, 'base64url'),
    entry: line,
    path: tree.paths[at] ?? [],
    unitNames: entry.units,
    way: group.way ?? ('devices' as const),
    people: people.length <= namesShown ? people : null,
  }))
  return { manifest: { manifest: text, signature }, groups, further }
}

const hashBytes = (base64url: string) =>
  createHash('sha256').update(Buffer.from(base64url, 'base64url')).digest()

const namesOf = async (tx: Tx, plan: ReportingPlan): Promise<Map<string, string>> => {
  const members = plan.groups.flatMap((group) => group.members) as MemberId[]
  return listNames(tx, members)
}
