import * as v from 'valibot'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { SheetsForm } from '../../contract/sheets-form.ts'
import { listPaperGroups, noteSheets } from '../../data/sheets.server.ts'
import { findWaveForUpdate } from '../../data/waves.server.ts'
import { writeCode } from '../../domain/paper/code.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { makeCodes, sheetFileOf } from '../../keys/sheet-file.server.ts'
import { mayPrintSheets } from '../../policy.server.ts'

export type SheetsMade = { readonly group: string; readonly codes: readonly string[] }

/**
 * Makes the codes of one group's sheets, exactly one for each of its people, and answers them this once: nothing keeps
 * them. Made again, they take the place of all that were made before, which is possible only until the check-in opens.
 * Later it would either leave more codes than people, or tell how many had answered.
 */
export const makeSheets = async (
  input: { wave: string; form: unknown },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<SheetsMade, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPrintSheets(actor)) return refuse({ code: 'checkins/not-allowed' })
  const form = v.safeParse(SheetsForm, input.form)
  if (!form.success) return refuse({ code: 'checkins/form-not-readable' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId
  const { group: asked, after, lie } = form.output
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Result<SheetsMade, CheckinRefusal>>(organisation, async (tx) => {
    // The wave is held: it cannot open, and nobody else writes its file, until this has ended.
    const wave = await findWaveForUpdate(tx, id)
    if (!wave || wave.state === 'draft') return refuse({ code: 'checkins/not-found' })
    const group = (await listPaperGroups(tx, id)).find((one) => one.id === asked)
    if (!group) return refuse({ code: 'checkins/not-found' })
    const now = checkins.clock.now()
    const isEarly = () =>
      wave.state === 'announced' &&
      checkins.clock.now() < wave.opensAt &&
      checkins.steady.now() < wave.opensAt
    if (!isEarly()) return refuse({ code: 'checkins/sheets-not-now' })
    const isFirst = await noteSheets(tx, { wave: id, group: group.id, after, at: now, lie: lie || null })
    if (!isFirst) return refuse({ code: 'checkins/sheets-were-made' })
    const facts = { wave: id, group: group.name, sheets: group.eligible, printing: after + 1 }
    await note({
      tx,
      clock: checkins.clock,
      organisation,
      actor: actor.member.id,
      act: 'sheets-made',
      facts,
    })
    const codes = await makeCodes({
      file: sheetFileOf({ dataDir: checkins.dataDir, wave: id }),
      wave: id,
      keyId: group.key_id.toString('base64url'),
      count: group.eligible,
    })
    // It opened while they were made: one of those before may have been used since.
    if (!isEarly()) return refuse({ code: 'checkins/sheets-not-now' })
    return accept({ group: group.id, codes: codes.map(writeCode) })
  })
}
