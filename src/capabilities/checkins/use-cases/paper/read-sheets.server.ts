import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../../checkins.server.ts'
import { listPaperGroups, type PaperGroup } from '../../data/sheets.server.ts'
import { findFrozen, findWave } from '../../data/waves.server.ts'
import { fingerprint } from '../../domain/manifest/fingerprint.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import { askedOnPaper } from '../../domain/paper/asked-on-paper.ts'
import { isTimeForSheets, type SheetsShown } from '../../domain/paper/sheets-shown.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import type { Questions, Wave } from '../../domain/wave.ts'
import { readSheetFile, type SheetsOfGroup, sheetFileOf } from '../../keys/sheet-file.server.ts'
import { hashText } from '../../keys/signer.server.ts'
import { mayPrintSheets } from '../../policy.server.ts'

/** All that stands on the sheets of a wave but their codes, for whoever prints them. */
export const readSheets = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<SheetsShown, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPrintSheets(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId
  const { organisation } = actor
  return checkins.database.inOrganisation<Result<SheetsShown, CheckinRefusal>>(
    organisation.id,
    async (tx) => {
      const wave = await findWave(tx, id)
      const groups = wave && wave.state !== 'draft' ? await listPaperGroups(tx, id) : []
      const frozen = groups.length > 0 ? await findFrozen(tx, id) : undefined
      if (!wave || !frozen?.manifest || !frozen.questions) return refuse({ code: 'checkins/not-found' })
      const { opensAt } = wave
      const isEarly = wave.state === 'announced' && isTimeForSheets({ now: checkins.clock.now(), opensAt })
      const files = await readSheetFile(sheetFileOf({ dataDir: checkins.dataDir, wave: id }))
      return accept({
        title: wave.title,
        organisation: organisation.name,
        language: organisation.language,
        opensAt: wave.opensAt,
        closesAt: wave.closesAt,
        timeZone: organisation.timeZone,
        address: checkins.codeUrl,
        supportAt: `${checkins.publicUrl}/support/${organisation.slug}`,
        words: fingerprint(hashText(frozen.manifest).toString('base64url')),
        questions: askedOnPaper(
          JSON.parse(frozen.questions) as Questions,
          (JSON.parse(frozen.manifest) as Manifest).tables,
        ),
        canMake: isEarly,
        groups: groups.map((group) => ({
          id: group.id,
          name: group.name,
          people: group.eligible,
          units: group.unit_names,
          ...printedOf(group, isUnderWay(wave) ? files[group.key_id.toString('base64url')] : 'over'),
        })),
      })
    },
  )
}

const isUnderWay = ({ state }: Wave): boolean => state === 'announced' || state === 'open'

/** Which sheets are good, the file says as long as there is one; what was noted tells of them later. */
const printedOf = (group: PaperGroup, file: SheetsOfGroup | 'over' | undefined) =>
  file === 'over'
    ? { made: group.sheets_made, madeAt: group.sheets_made_at, lie: group.sheets_lie }
    : { made: file?.printing ?? 0, madeAt: file ? new Date(file.at) : null, lie: file?.lie ?? null }
