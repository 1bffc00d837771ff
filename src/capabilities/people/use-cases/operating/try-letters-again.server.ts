import { accept, type Result, refuse } from '#kernel/result.ts'
import { isOperator } from '../../data/accounts.server.ts'
import { tryAgain } from '../../data/messages.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

/** Gives letters that were refused too often another chance, in every organisation. */
export const tryLettersAgain = async (
  effects: Pick<Effects, 'database' | 'jobs'>,
  given: { userId: string },
): Promise<Result<{ letters: number }, PeopleRefusal>> => {
  const organisations = await effects.database.inSite(async (tx) =>
    (await isOperator(tx, given.userId)) ? listAllOrganisations(tx) : undefined,
  )
  if (!organisations) return refuse({ code: 'people/not-found' })
  let letters = 0
  for (const { id } of organisations) letters += await effects.database.inOrganisation(id, tryAgain)
  await effects.jobs.send('send-messages', {})
  return accept({ letters })
}
