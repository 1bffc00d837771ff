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
import { isTimeForSheets } from '../../domain/paper/sheets-shown.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import type { Wave } from '../../domain/wave.ts'
import { makeCodes, readSheetFile, sheetFileOf } from '../../keys/sheet-file.server.ts'
import { mayPrintSheets } from '../../policy.server.ts'

export type SheetsMade = { readonly group: string; readonly codes: readonly string[] }

/**
 * Makes the codes of one group's sheets, exactly one for each of its people, and answers them this once: nothing keeps
 * them. Made again, they take the place of all that were made before, which is possible only until a minute before the
 * check-in opens. Later it would either leave more codes than people, or tell how many had answered.
 *
 * All or nothing: whoever is refused keeps the sheets that were good before. Only when everything is noted do the new ones
 * take their place, and only if that is still early enough.
 */
export const makeSheets = async (
  input: { wave: string; form: unknown },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<SheetsMade, CheckinRefusal>> => {
  if (!mayPrintSheets(on.actor)) return refuse({ code: 'checkins/not-allowed' })
  const form = v.safeParse(SheetsForm, input.form)
  if (!form.success) return refuse({ code: 'checkins/form-not-readable' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  // One after another: two printings would write the same file.
  const before = last.get(on.checkins) ?? Promise.resolve()
  const making = before.then(() => make({ wave: input.wave as WaveId, ...form.output }, on))
  last.set(
    on.checkins,
    making.catch(() => undefined),
  )
  return making
}

// Keyed by the running site, so that this module itself keeps nothing.
const last = new WeakMap<Checkins, Promise<unknown>>()

const make = async (
  asked: { wave: WaveId; group: string; after: number; lie: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<SheetsMade, CheckinRefusal>> => {
  const { checkins, actor } = on
  const organisation = actor.organisation.id
  const isEarly = ({ state, opensAt }: Wave) =>
    state === 'announced' &&
    isTimeForSheets({ now: checkins.clock.now(), opensAt }) &&
    isTimeForSheets({ now: checkins.steady.now(), opensAt })
  const isNotOpen = ({ opensAt }: Wave) => checkins.clock.now() < opensAt && checkins.steady.now() < opensAt
  return checkins.database
    .inOrganisation<Result<SheetsMade, CheckinRefusal>>(organisation, async (tx) => {
      // The wave is held until the new sheets stand: it cannot open, and no other process writes the same file.
      const wave = await findWaveForUpdate(tx, asked.wave)
      if (!wave || wave.state === 'draft') return refuse({ code: 'checkins/not-found' })
      const group = (await listPaperGroups(tx, wave.id)).find((one) => one.id === asked.group)
      if (!group) return refuse({ code: 'checkins/not-found' })
      if (!isEarly(wave)) return refuse({ code: 'checkins/sheets-not-now' })
      const file = sheetFileOf({ dataDir: checkins.dataDir, wave: wave.id })
      const keyId = group.key_id.toString('base64url')
      const printing = ((await readSheetFile(file))[keyId]?.printing ?? 0) + 1
      if (printing !== asked.after + 1) return refuse({ code: 'checkins/sheets-were-made' })
      const at = checkins.clock.now()
      const lie = asked.lie || null
      const printed = { printing, at: at.toISOString(), lie }
      const ready = await makeCodes({ file, wave: wave.id, keyId, count: group.eligible, printed })
      try {
        if (!isEarly(wave)) return refuse({ code: 'checkins/sheets-not-now' })
        await noteSheets(tx, { wave: wave.id, group: group.id, printing, at, lie })
        const facts = { wave: wave.id, group: group.name, sheets: group.eligible, printing }
        const { clock } = checkins
        await note({ tx, clock, organisation, actor: actor.member.id, act: 'sheets-made', facts })
        if (!isNotOpen(wave)) throw new TooLate()
        // Last of all. Should the notes be lost after this, the file says which sheets are good, and pages say what it says.
        await ready.take()
        return accept({ group: group.id, codes: ready.codes.map(writeCode) })
      } finally {
        await ready.drop()
      }
    })
    .catch((error: unknown) => {
      if (error instanceof TooLate) return refuse({ code: 'checkins/sheets-not-now' })
      throw error
    })
}

/** Noting took the whole minute: nothing is noted then, and what was printed before stays good. */
class TooLate extends Error {}
