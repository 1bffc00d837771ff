import {
  acceptInvitation,
  changeRoles,
  chooseLanguage,
  confirmImport,
  findActor,
  inviteMembers,
  listPlaces,
  listSlips,
  listStaff,
  listUnits,
  makeSetUpLink,
  previewImport,
  setUnitLead,
  setUpOrganisation,
  uploadRoster,
} from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { Composition } from '../composition.server.ts'
import { hospitalName, timeZone } from './hospital.ts'
import { must } from './must.ts'
import { known, makeStaff, type Person, rosterCsv } from './staff.ts'
import { fillSupportPage } from './support-page.server.ts'

/** Of everybody who was invited one in so many has not come yet. */
const notYet = 15

/**
 * The hospital with its operator, staff list, roles and joined members, through the use cases that people use. Each step
 * looks for what is there: begun and cut short, it is completed.
 */
export const foundHospital = async (
  site: Composition,
  given: { today: string; present: Composition['clock'] },
): Promise<void> => {
  await setUp(site)
  const operator = await operatorOf(site)
  // Giving up what the founder may do comes last: without it, all of this is done.
  if (operator.roles.length === 0) return
  const staff = makeStaff(given)
  const there = () => site.database.inOrganisation(operator.organisation.id, (tx) => listStaff(tx))
  if ((await there()).length === 0) await importStaff(site, { operator, csv: rosterCsv(staff) })
  const members = new Map((await there()).map(({ id, name }) => [name, id]))
  const memberOf = (name: string) => members.get(name) ?? ''

  await fillSupportPage(site, { operator })
  await joinMembers(site, { operator, staff, present: given.present })
  const units = await site.database.inOrganisation(operator.organisation.id, (tx) => listUnits(tx))
  for (const { name, leads } of staff)
    for (const unit of units.filter((one) => leads.includes(one.name))) {
      const form = { member: memberOf(name), unit: unit.id, leads: 'yes' }
      must(await setUnitLead(site, { actor: operator, form }))
    }
  for (const [name, role] of [
    [known.administrator.name, 'administrator'],
    [known.wellbeing.name, 'wellbeing-lead'],
  ] as const)
    must(await changeRoles(site, { actor: operator, form: { member: memberOf(name), roles: role } }))
  must(await changeRoles(site, { actor: operator, form: { member: operator.member.id } }))
}

const setUp = async (site: Composition): Promise<void> => {
  const secret = (await makeSetUpLink(site))?.split('/').at(-1)
  if (secret === undefined) return
  const { name, email } = known.operator
  const form = { organisationName: hospitalName, language: 'en', timeZone, hostKind: 'employer', name, email }
  must(await setUpOrganisation(site, { secret, form }))
}

const operatorOf = async (site: Composition): Promise<Actor> => {
  const actor = await actorOf(site, known.operator)
  if (!actor?.isOperator) throw new Error('The demo has lost its operator.')
  return actor
}

/** Who somebody known is; undefined before she has joined. */
export const actorOf = async (
  site: Composition,
  person: { name: string; email: string },
): Promise<Actor | undefined> => {
  const { userId } = await site.signIn.api.makeAccount({ body: { name: person.name, email: person.email } })
  const [place] = (await listPlaces(site, { userId })).organisations
  return place && findActor(site, { userId, slug: place.slug })
}

const importStaff = async (site: Composition, given: { operator: Actor; csv: string }): Promise<void> => {
  const actor = given.operator
  const bytes = new TextEncoder().encode(given.csv)
  const { upload } = must(await uploadRoster(site, { actor, fileName: 'staff.csv', bytes }))
  const seen = must(await previewImport(site, { actor, upload }))
  if (seen.sums.leftOut > 0) throw new Error(`Made up wrongly: ${JSON.stringify(seen.problems)}`)
  must(await confirmImport(site, { actor, upload, fingerprint: seen.fingerprint, choices: {} }))
}

/** Half of those who speak one of Kith's other languages read in it; whom the links lead to has not chosen yet. */
const languageReadBy = (person: Person | undefined) => {
  const spoken = (['es', 'fr', 'ar'] as const).find((language) => person?.languages.includes(language))
  return person && person.name.length % 2 === 0 ? spoken : undefined
}

/** Nearly everybody has come in by a printed code; those who are known first. */
const joinMembers = async (
  site: Composition,
  given: { operator: Actor; staff: readonly Person[]; present: Composition['clock'] },
): Promise<void> => {
  const actor = given.operator
  if (await actorOf(site, known.member)) return
  // Codes of long ago have run out, and the site that is running clears such codes away.
  const now = { ...site, clock: given.present }
  must(await inviteMembers(now, { actor, form: { way: 'printed' } }))
  const { slips } = must(await listSlips(now, { actor, page: 1 }))
  const last = known.member.name
  const coming = slips
    .filter(({ name }, at) => at % notYet !== 0 || Object.values(known).some((one) => one.name === name))
    // Whoever is looked for above joins last, so that her being there says that all are.
    .toSorted((a, b) => Number(a.name === last) - Number(b.name === last))
  for (const { id, name, code } of coming) {
    const held = code.replace(/[^0-9A-Z]/g, '')
    // Who is looked for by e-mail has that account already: a code alone would make one without an address.
    const one = Object.values(known).find((person) => person.name === name)
    const userId = one && (await site.signIn.api.makeAccount({ body: { name, email: one.email } })).userId
    const joined = must(await acceptInvitation(now, { held, address: id, userId }))
    const language = one ? undefined : languageReadBy(given.staff.find((person) => person.name === name))
    if (language) await chooseLanguage(site, { userId: joined.userId, language })
  }
}
