import { setTimeout as sleep } from 'node:timers/promises'
import { announceWave, draftWave, readWaves } from '#capabilities/checkins/index.server.ts'
import {
  acceptInvitation,
  addOrganisation,
  confirmImport,
  findActor,
  inviteMembers,
  listSlips,
  previewImport,
  readTypedCode,
  setUpOrganisation,
  uploadRoster,
} from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { RunningSite } from './running-site.ts'
import { fillSupport } from './support.ts'
import { usualForm } from './wave.ts'

/** An organisation on a running site, and its founder, who is administrator and wellbeing lead. */
export type Organised = {
  slug: string
  founder: Actor
  /** The headers that begin the founder's session. */
  founderEnters: Headers
}

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const organisationForm = (name: string) => ({
  organisationName: name,
  language: 'en',
  timeZone: 'Europe/Lisbon',
  hostKind: 'employer',
})

const filled = (running: RunningSite, { organisation, member }: Actor) =>
  fillSupport(running.site.composition.database, { organisation: organisation.id, checkedBy: member.id })

/** Sets a new site up: what its first page does. */
export const foundFirst = async (running: RunningSite, name: string): Promise<Organised> => {
  const { composition, setUpLink = '' } = running.site
  const secret = setUpLink.split('/').at(-1) ?? ''
  const form = { ...organisationForm(name), name: 'Ines Duarte', email: 'ines@example.org' }
  const made = must(await setUpOrganisation(composition, { secret, form }))
  const founder = await findActor(composition, { userId: made.userId, slug: made.slug })
  if (!founder) throw new Error('The founder is not in her organisation.')
  await filled(running, founder)
  return { slug: made.slug, founder, founderEnters: made.headers }
}

/** A further organisation, made by the operator, who belongs to both. */
export const foundAnother = async (
  running: RunningSite,
  on: { first: Organised; name: string },
): Promise<Organised> => {
  const { composition } = running.site
  const { userId } = on.first.founder
  const form = { ...organisationForm(on.name), id: crypto.randomUUID() }
  const { slug } = must(await addOrganisation(composition, { userId, form }))
  const founder = await findActor(composition, { userId, slug })
  if (!founder) throw new Error('The founder is not in her organisation.')
  await filled(running, founder)
  return { slug, founder, founderEnters: on.first.founderEnters }
}

/** Brings a staff list in, as an administrator does who changes nothing. */
export const bringIn = async (running: RunningSite, on: { to: Organised; list: string }): Promise<void> => {
  const { composition } = running.site
  const actor = on.to.founder
  const bytes = new TextEncoder().encode(on.list)
  const { upload } = must(await uploadRoster(composition, { actor, fileName: 'staff.csv', bytes }))
  const seen = must(await previewImport(composition, { actor, upload }))
  must(await confirmImport(composition, { actor, upload, fingerprint: seen.fingerprint, choices: {} }))
}

/** Has people join by printed codes. @returns by name, the headers that begin a session. */
export const joinAs = async (
  running: RunningSite,
  on: { to: Organised; names: readonly string[] },
): Promise<Map<string, Headers>> => {
  const { composition } = running.site
  const actor = on.to.founder
  must(await inviteMembers(composition, { actor, form: { way: 'printed' } }))
  const { slips } = must(await listSlips(composition, { actor, page: 1 }))
  const entered = new Map<string, Headers>()
  for (const name of on.names) {
    const slip = slips.find((one) => one.name === name)
    if (!slip) throw new Error(`${name} has no slip.`)
    const { code: held } = must(readTypedCode({ code: slip.code }))
    const joined = must(await acceptInvitation(composition, { held, address: '', userId: undefined }))
    entered.set(name, joined.headers)
  }
  return entered
}

/** Plans and announces a check-in, with keys that the site's own worker makes. @returns its id. */
export const announceOn = async (
  running: RunningSite,
  on: { to: Organised; form?: Partial<typeof usualForm> },
): Promise<string> => {
  const { checkins } = running.site.composition
  const as = { checkins, actor: on.to.founder }
  const { wave } = must(await draftWave({ form: { ...usualForm, ...on.form } }, as))
  for (;;) {
    const announced = await announceWave({ wave }, as)
    if (announced.ok) return wave
    if (announced.refusal.code !== 'checkins/keys-not-ready') must(announced)
    await sleep(200)
  }
}

/** Sets the clock and waits until the wave stands where it should by then. */
export const passTo = async (
  running: RunningSite,
  on: { to: Organised; wave: string; at: string; state: string },
): Promise<void> => {
  const { checkins } = running.site.composition
  running.clock.set(on.at)
  await running.advanceUntil(async () => {
    const { waves } = await readWaves({ checkins, actor: on.to.founder })
    return waves.some(({ id, state }) => id === on.wave && state === on.state)
  })
}

/** A list of so many people in each team, of these professions in turn. */
export const staffList = (
  sizes: Readonly<Record<string, number>>,
  professions: readonly string[] = ['Nurse'],
): string =>
  [
    'name,team,profession,e-mail',
    ...Object.entries(sizes).flatMap(([team, size]) =>
      Array.from(
        { length: size },
        (_, at) => `${team} ${at + 1},${team},${professions[at % professions.length]},`,
      ),
    ),
  ].join('\n')
