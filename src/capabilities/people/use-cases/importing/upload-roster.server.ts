import { accept, type Result, refuse } from '#kernel/result.ts'
import { saveUpload } from '../../data/roster-uploads.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { excerpt } from '../../domain/roster/cells/text.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

const day = 24 * 60 * 60 * 1000

/** Keeps a staff list for a day, so that it can be looked at before anything changes. Answers with its id. */
export const uploadRoster = async (
  effects: Pick<Effects, 'database' | 'clock' | 'rosters'>,
  given: { actor: Actor; fileName: string; bytes: Uint8Array },
): Promise<Result<{ upload: string }, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const read = await effects.rosters.read({ bytes: given.bytes })
  if (!read.ok) return refuse({ code: 'people/file', why: read.refusal })
  const organisation = given.actor.organisation.id
  const upload = crypto.randomUUID()
  const now = effects.clock.now()

  await effects.database.inOrganisation(organisation, (tx) =>
    saveUpload(tx, {
      organisation,
      id: upload,
      fileName: excerpt(given.fileName) || 'staff.csv',
      bytes: Buffer.from(given.bytes),
      by: given.actor.member.id,
      now,
      expiresAt: new Date(now.getTime() + day),
    }),
  )

  return accept({ upload })
}
