import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { type RosterEncoding, rosterEncodings } from '../../data/decode-roster.server.ts'
import { type RosterFile, readRosterFile } from '../../data/read-roster-file.server.ts'
import { type Roster, readRoster } from '../../data/roster.server.ts'
import { findUpload, type StoredDecisions } from '../../data/roster-uploads.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Decisions, ImportPlan } from '../../domain/roster/plan.ts'
import { planImport } from '../../domain/roster/plan-import.ts'
import { planText } from '../../domain/roster/plan-text.ts'

export type PlannedUpload = {
  fileName: string
  decisions: StoredDecisions
  file: RosterFile
  roster: Roster
  plan: ImportPlan
  /** Plans the same list with other decisions. */
  planWith: (decisions: Decisions) => ImportPlan
}

export const asEncoding = (text: string | undefined): RosterEncoding | undefined =>
  rosterEncodings.find((encoding) => encoding === text)

/** Reads an upload again and plans it on the staff list as it is now, with the decisions of its last preview. */
export const planUpload = async (
  tx: Tx,
  given: { actor: Actor; upload: string; now: Date; today: string },
): Promise<Result<PlannedUpload, PeopleRefusal>> => {
  const { actor } = given
  const upload = await findUpload(tx, { id: given.upload, by: actor.member.id, now: given.now })
  if (!upload) return refuse({ code: 'people/upload-gone' })
  const encoding = asEncoding(upload.decisions.encoding)
  const read = readRosterFile({ bytes: upload.bytes, ...(encoding ? { encoding } : {}) })
  if (!read.ok) return refuse({ code: 'people/file', why: read.refusal })
  const roster = await readRoster(tx)
  // Nobody closes her own account by a list, nor that of an operator, who is on none.
  const kept = new Set([...roster.offList, actor.member.id])
  const chosen = upload.decisions.choices
  let chosenPlan: ImportPlan | undefined
  const planWith = (decisions: Decisions): ImportPlan => {
    // Mostly the yes is said to just what was shown; planning a long list takes a second.
    if (chosenPlan && isDeepStrictEqual(decisions, chosen)) return chosenPlan
    const plan = planImport({
      rows: read.value.rows,
      existing: roster,
      organisationName: actor.organisation.name,
      today: given.today,
      decisions,
    })
    const absent = plan.absent.filter((id) => !kept.has(id))
    return {
      ...plan,
      absent,
      close: plan.close.filter((id) => !kept.has(id)),
      choices: absent.length > 0 ? plan.choices : plan.choices.filter(({ id }) => id !== 'absent'),
    }
  }
  const plan = planWith(chosen)
  chosenPlan = plan
  return accept({
    fileName: upload.fileName,
    decisions: upload.decisions,
    file: read.value,
    roster,
    plan,
    planWith,
  })
}

export const fingerprintOf = (plan: ImportPlan): string =>
  createHash('sha256').update(planText(plan)).digest('base64url')
