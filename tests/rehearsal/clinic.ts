import type { Actor } from '#capabilities/people/index.ts'
import { type MemberId, newId, type OrganisationId, type UnitId } from '#kernel/ids.ts'
import type { Database } from '#platform/database/database.server.ts'
import { fillSupport } from './support.ts'

type PeopleTables = {
  'org.unit': { organisation: string; id: string; parent: string | null; name: string; position: number }
  'org.member': {
    organisation: string
    id: string
    name: string
    email: string | null
    unit: string | null
    profession: string | null
    status: string
  }
  'org.member_role': { organisation: string; member: string; role: string }
}
type SiteTables = {
  'site.organisation': {
    id: string
    slug: string
    name: string
    language: string
    time_zone: string
    host_kind: string
    created_on: string
  }
}

export type Clinic = {
  organisation: Actor['organisation']
  root: UnitId
  units: readonly { id: UnitId; name: string }[]
  members: readonly { id: MemberId; unit: UnitId; name: string }[]
  lead: Actor
  actorOf(member: MemberId): Actor
}

/** A small organisation, written straight into the tables: `sizes` people in one unit each below the whole. */
export const makeClinic = async (
  database: Database,
  wish: { slug?: string; sizes: Readonly<Record<string, number>> },
): Promise<Clinic> => {
  const organisation: Actor['organisation'] = {
    id: newId<OrganisationId>(),
    slug: wish.slug ?? 'alder-bridge',
    name: 'Alder Bridge',
    timeZone: 'Europe/Lisbon',
    language: 'en',
    hostKind: 'employer',
    isCommons: false,
  }
  const root = newId<UnitId>()
  const units = Object.keys(wish.sizes).map((name) => ({ id: newId<UnitId>(), name }))
  const members = units.flatMap(({ id, name }) =>
    Array.from({ length: wish.sizes[name] ?? 0 }, (_, at) => ({
      id: newId<MemberId>(),
      unit: id,
      name: `${name} ${at + 1}`,
    })),
  )
  const leadId = newId<MemberId>()
  await database.inSite(async (tx) => {
    await tx
      .withTables<SiteTables>()
      .insertInto('site.organisation')
      .values({
        id: organisation.id,
        slug: organisation.slug,
        name: organisation.name,
        language: 'en',
        time_zone: organisation.timeZone,
        host_kind: 'employer',
        created_on: '2026-01-01',
      })
      .execute()
  })
  await database.inOrganisation(organisation.id, async (tx) => {
    const db = tx.withTables<PeopleTables>()
    const own = { organisation: organisation.id }
    await db
      .insertInto('org.unit')
      .values([
        { ...own, id: root, parent: null, name: organisation.name, position: 0 },
        ...units.map(({ id, name }, at) => ({ ...own, id, parent: root, name, position: at + 1 })),
      ])
      .execute()
    const rows = [
      { ...own, id: leadId, name: 'Ines', email: null, unit: null, profession: null, status: 'active' },
      ...members.map(({ id, unit, name }) => ({
        ...own,
        id,
        name,
        email: null,
        unit,
        profession: 'Nurse',
        status: 'active',
      })),
    ]
    for (let at = 0; at < rows.length; at += 1000)
      await db
        .insertInto('org.member')
        .values(rows.slice(at, at + 1000))
        .execute()
  })
  await database.inOrganisation(organisation.id, (tx) =>
    tx
      .withTables<PeopleTables>()
      .insertInto('org.member_role')
      .values({ organisation: organisation.id, member: leadId, role: 'wellbeing-lead' })
      .execute(),
  )
  await fillSupport(database, { organisation: organisation.id, checkedBy: leadId })
  const actor = (member: MemberId, name: string, roles: Actor['roles']): Actor => ({
    userId: newId(),
    organisation,
    member: { id: member, name, ownName: name, unit: null, unitName: null },
    roles,
    leads: [],
    isOperator: false,
  })
  return {
    organisation,
    root,
    units,
    members,
    lead: actor(leadId, 'Ines', ['wellbeing-lead', 'administrator']),
    actorOf: (member) => actor(member, 'Somebody', []),
  }
}
