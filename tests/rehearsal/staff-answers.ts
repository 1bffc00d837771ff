import { listOrganisations, listStaff } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { fetchTicket, fillBallot, someAnswers } from './member.ts'
import { sendTo } from './post-box.ts'
import type { RunningSite } from './running-site.ts'

/** Everybody on the staff list of an organisation, as whom she is when she asks. */
export const staffOf = async (running: RunningSite, slug: string): Promise<Actor[]> => {
  const { database } = running.site.composition
  const organisation = (await listOrganisations(database)).find((one) => one.slug === slug)
  if (!organisation) throw new Error(`There is no organisation ${slug}.`)
  const staff = await database.inOrganisation(organisation.id, (tx) => listStaff(tx))
  return staff.map(({ id, name, unit, leads }) => ({
    userId: '',
    organisation,
    member: { id, name, ownName: name, unit, unitName: null },
    roles: [],
    leads,
    isOperator: false,
  }))
}

/** Has people answer over HTTP as browsers do, each a little differently. Answers how many the site received. */
export const answerAsStaff = async (
  running: RunningSite,
  given: { people: readonly Actor[]; wave: string },
): Promise<number> => {
  const { checkins } = running.site.composition
  let received = 0
  for (const [number, actor] of given.people.entries()) {
    const held = await fetchTicket({ checkins, actor, wave: given.wave })
    const body = await fillBallot(held, someAnswers(held, number * 7 + 3))
    const answer = await sendTo({ port: running.port, headers: { host: new URL(running.url).host }, body })
    if (answer.status === 200 && answer.code === 'received') received += 1
  }
  return received
}
