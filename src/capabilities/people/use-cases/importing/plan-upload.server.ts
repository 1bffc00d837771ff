import { accept, type Result, refuse } from '#kernel/result.ts'
import { type RosterEncoding, rosterEncodings } from '../../data/decode-roster.server.ts'
import type { RosterFile } from '../../data/read-roster-file.server.ts'
import type { Roster } from '../../data/roster.server.ts'
import type { StoredDecisions } from '../../data/roster-uploads.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Decisions, ImportPlan } from '../../domain/roster/plan.ts'
import type { RosterReader } from '../../importing/roster-reader.server.ts'

export type PlannedUpload = {
  file: Omit<RosterFile, 'rows'>
  plan: ImportPlan
  /** Of the plan with the decisions of its last preview. */
  fingerprint: string
}

export const asEncoding = (text: string | undefined): RosterEncoding | undefined =>
  rosterEncodings.find((encoding) => encoding === text)

/** Plans a kept list on the staff list, with the decisions of its last preview or with those that are `said` beside them. */
export const planUpload = async (
  rosters: RosterReader,
  given: {
    actor: Actor
    upload: { bytes: Uint8Array; decisions: StoredDecisions }
    roster: Roster
    today: string
    said?: Decisions
  },
): Promise<Result<PlannedUpload, PeopleRefusal>> => {
  const { actor, roster, today, said } = given
  const { bytes, decisions } = given.upload
  const seen = decisions.choices
  const read = await rosters.read({
    bytes,
    encoding: asEncoding(decisions.encoding),
    on: {
      members: roster.members,
      units: roster.units,
      organisationName: actor.organisation.name,
      today,
      // Nobody closes her own account by a list, nor that of an operator, who is on none.
      kept: [...roster.offList, actor.member.id],
      seen,
      ...(said ? { said: { ...seen, ...said } } : {}),
    },
  })
  if (!read.ok) return refuse({ code: 'people/file', why: read.refusal })
  if (!read.value.planned) throw new Error('A staff list was read and not planned.')
  return accept({ file: read.value.file, ...read.value.planned })
}
