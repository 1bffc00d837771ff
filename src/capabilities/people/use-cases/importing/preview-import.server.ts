import { isId, type MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { listNamesById } from '../../data/members.server.ts'
import { listOwnWords } from '../../data/profiles.server.ts'
import { readRoster } from '../../data/roster.server.ts'
import { findUpload, saveDecisions } from '../../data/roster-uploads.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { ShownField } from '../../domain/profile.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Choice, Problem } from '../../domain/roster/plan.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { asEncoding, planUpload } from './plan-upload.server.ts'

export type ImportSeen = {
  upload: string
  fileName: string
  encoding: string
  separator: string
  telltale: string | null
  ignored: string[]
  rows: number
  sums: {
    added: number
    changed: number
    moved: number
    same: number
    leftOut: number
    absent: number
    teams: number
  }
  unitsToMake: string[][]
  changes: { name: string; line: number; fields: string[] }[]
  /** Whose own words stay beside what the list would change. */
  ownWords: string[]
  absent: { names: string[]; choice: Choice | null }
  /** One page of what to look at; of a hundred thousand rows each could want a look. */
  problems: Problem[]
  things: { total: number; page: number; pages: number }
  /** Goes back with the yes: if the staff list changed meanwhile, the yes was said to something else. */
  fingerprint: string
}

/** How many names, teams or changes a page lists in full. */
const listed = 200
export const thingsPerPage = 200

/**
 * What importing a kept list would do. With `decide`, the choices are added to those kept before, and the list is
 * planned by them all.
 */
export const previewImport = async (
  effects: Pick<Effects, 'database' | 'clock' | 'rosters'>,
  given: {
    actor: Actor
    upload: string
    page?: number
    decide?: { encoding?: string; choices: Record<string, string> }
  },
): Promise<Result<ImportSeen, PeopleRefusal>> => {
  const { actor, upload } = given
  if (!mayLookAfterPeople(actor)) return refuse({ code: 'people/not-found' })
  if (!isId(upload)) return refuse({ code: 'people/upload-gone' })
  const now = effects.clock.now()
  const today = todayIn({ now, zone: actor.organisation.timeZone })

  const found = await effects.database.inOrganisation(actor.organisation.id, async (tx) => {
    const kept = await findUpload(tx, { id: upload, by: actor.member.id, now })
    if (!kept) return undefined
    if (!given.decide) return { kept, roster: await readRoster(tx) }
    const encoding = asEncoding(given.decide.encoding)
    const decisions = {
      choices: { ...kept.decisions.choices, ...given.decide.choices },
      ...(encoding ? { encoding } : {}),
    }
    await saveDecisions(tx, { id: upload, decisions })
    return { kept: { ...kept, decisions }, roster: await readRoster(tx) }
  })
  if (!found) return refuse({ code: 'people/upload-gone' })
  const planned = await planUpload(effects.rosters, {
    actor,
    upload: found.kept,
    roster: found.roster,
    today,
  })
  if (!planned.ok) return planned
  const { plan, file, fingerprint } = planned.value

  return effects.database.inOrganisation(actor.organisation.id, async (tx) => {
    const ownWords = await listOwnWords(
      tx,
      plan.change.map(({ member }) => member),
    )
    const absent = plan.absent.slice(0, listed) as MemberId[]
    const names = await listNamesById(tx, absent)
    const pages = Math.max(1, Math.ceil(plan.problems.length / thingsPerPage))
    const page = Math.min(pages, Math.max(1, given.page ?? 1))
    return accept({
      upload,
      fileName: found.kept.fileName,
      encoding: file.encoding,
      separator: file.separator,
      telltale: file.telltale,
      ignored: file.header.ignored,
      rows: plan.rows,
      sums: {
        added: plan.add.length,
        changed: plan.change.length,
        moved: plan.change.filter(({ after }) => 'unitPath' in after).length,
        same: plan.same,
        leftOut: plan.leftOut.length,
        absent: plan.absent.length,
        teams: plan.unitsToMake.length,
      },
      unitsToMake: plan.unitsToMake.slice(0, listed),
      changes: plan.change
        .slice(0, listed)
        .map(({ name, line, after }) => ({ name, line, fields: Object.keys(after) })),
      ownWords: plan.change
        .filter(({ member, after }) => {
          const words = ownWords.get(member)
          return words && Object.keys(after).some((field) => isSaidBy(words, field))
        })
        .slice(0, listed)
        .map(({ name }) => name),
      absent: {
        names: absent.map((id) => names.get(id) ?? ''),
        choice: plan.choices.find(({ id }) => id === 'absent') ?? null,
      },
      problems: plan.problems.slice((page - 1) * thingsPerPage, page * thingsPerPage),
      things: { total: plan.problems.length, page, pages },
      fingerprint,
    })
  })
}

const saysOf: Readonly<Record<string, ShownField>> = {
  name: 'chosen-name',
  profession: 'profession',
  languages: 'languages',
}
const isSaidBy = (words: ReadonlySet<ShownField>, field: string): boolean => {
  const said = saysOf[field]
  return said !== undefined && words.has(said)
}
