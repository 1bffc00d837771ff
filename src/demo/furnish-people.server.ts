import {
  changeProfile,
  keepProvider,
  makeCommons,
  moveCommonsDoor,
  seeMember,
  seeProfile,
  seeProvider,
} from '#capabilities/people/index.server.ts'
import type { Composition } from '../composition.server.ts'
import { actorOf } from './found-hospital.server.ts'
import { mailDomain, timeZone } from './hospital.ts'
import { must } from './must.ts'
import { known } from './staff.ts'

const said = {
  member: {
    chosenName: 'Mara Osei',
    profession: 'Wound care nurse',
    languages: 'English, Akan',
    workingPattern: 'nights',
    quietFrom: '08:00',
    quietUntil: '16:00',
    shown: ['chosen-name', 'profession', 'languages'],
  },
  lead: {
    chosenName: '',
    profession: '',
    languages: 'English, Swedish',
    workingPattern: 'days',
    quietFrom: '20:00',
    quietUntil: '07:00',
    shown: ['languages', 'working-pattern'],
  },
}

/** Nobody answers there: an operator can look at the settings, and at the button once she has turned it on. */
const provider = {
  issuer: `https://sign-in.${mailDomain}`,
  clientId: 'kith',
  clientSecret: 'made-up-like-everything-here',
  buttonName: 'Alder Bridge account',
}

/** What two people say of themselves, a record that was opened, an open commons, and a provider that is turned off. */
export const furnishPeople = async (site: Composition): Promise<void> => {
  for (const who of ['member', 'lead'] as const) {
    const actor = await actorOf(site, known[who])
    if (!actor || (await seeProfile(site, { actor })).profile.version > 0) continue
    must(await changeProfile(site, { actor, form: { ...said[who], version: '0' } }))
  }
  const administrator = await actorOf(site, known.administrator)
  const member = await actorOf(site, known.member)
  if (administrator && member) must(await seeMember(site, { actor: administrator, member: member.member.id }))

  const operator = await actorOf(site, known.operator)
  if (!operator) return
  const { userId } = operator
  const form = { organisationName: 'The commons', language: 'en', timeZone, hostKind: 'employer' }
  must(await makeCommons(site, { userId, form }))
  must(await moveCommonsDoor(site, { userId, form: { open: 'yes' } }))
  if (must(await seeProvider(site, { userId })).provider === undefined)
    must(await keepProvider(site, { userId, form: provider }))
}
