import * as v from 'valibot'
import type { Actor } from '#capabilities/people/index.ts'
import { newId, type RoomFormatId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { clean } from '../../contract/clean.ts'
import { readFormatChange } from '../../contract/format-form.ts'
import { formatShape } from '../../contract/room-plan.ts'
import { deleteOwnFormat, insertOwnFormat, updateOwnFormat } from '../../data/own-formats.server.ts'
import { adaptFormat, addStep, type Phase, removeStep } from '../../domain/format/adapt-format.ts'
import { checkFormat, type FormatProblem } from '../../domain/format/check-format.ts'
import type { Format, Words } from '../../domain/format/format.ts'
import { formatInLanguage } from '../../domain/plan/in-language.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { Rooms } from '../../rooms.server.ts'
import { readFormat } from './read-formats.server.ts'

type On = { rooms: Rooms; actor: Actor }

/** A copy of a format for the organisation to change, in the language of whoever copies it. */
export const copyFormat = async (
  on: On,
  input: { format: string; language: string },
): Promise<Result<{ format: string }, RoomRefusal>> => {
  const found = await readFormat(on, input)
  if (!found.ok) return found
  const { format: of, own } = found.value
  const { language } = input
  const organisation = on.actor.organisation.id
  const id = newId<RoomFormatId>()
  const format = { ...formatInLanguage(of.format, { language, isHost: true }), id, version: '1' }
  await on.rooms.database.inOrganisation(organisation, (tx) =>
    insertOwnFormat(tx, {
      organisation,
      id,
      block: of.block,
      manner: of.manner,
      copiedFrom: own?.copiedFrom ?? of.id,
      format,
      changedAt: on.rooms.clock.now(),
    }),
  )
  return accept({ format: id })
}

/** Why a change was not kept: a refusal, or everything that would stop the format halfway. */
export type NotAdapted =
  | RoomRefusal
  | { code: 'format-cannot-run'; problems: readonly FormatProblem[]; format: Format }

export type FormatAct =
  | { do: 'keep' }
  | { do: 'add-step'; phase: Phase; words: Words }
  | { do: 'remove-step'; step: string }

/** Changes a format of the organisation. What could not be run to its end is handed back with what to mend. */
export const changeFormat = async (
  on: On,
  input: { format: string; sent: FormData; act: FormatAct; language: string },
): Promise<Result<{ format: string }, NotAdapted>> => {
  const found = await readFormat(on, input)
  if (!found.ok) return found
  const { own } = found.value
  if (!own) return refuse({ code: 'rooms/not-found' })
  const change = readFormatChange(input.sent, own.format)
  const format = acted(adaptFormat(own.format, change, input.language), input.act)
  const problems = checkFormat(format)
  if (problems.length > 0) return refuse({ code: 'format-cannot-run', problems, format })
  const shaped = v.safeParse(formatShape, clean(format))
  if (!shaped.success)
    return refuse({ code: 'rooms/plan-not-readable', field: v.getDotPath(shaped.issues[0]) ?? '' })
  const changedAt = on.rooms.clock.now()
  await on.rooms.database.inOrganisation(on.actor.organisation.id, (tx) =>
    updateOwnFormat(tx, { id: own.id, format: shaped.output, changedAt }),
  )
  return accept({ format: own.id })
}

const acted = (format: Format, act: FormatAct): Format => {
  if (act.do === 'add-step') return addStep(format, act)
  return act.do === 'remove-step' ? removeStep(format, act.step) : format
}

/** Plans that were made with it keep their copy. */
export const deleteFormat = async (
  on: On,
  input: { format: string },
): Promise<Result<{ format: string }, RoomRefusal>> => {
  const found = await readFormat(on, input)
  if (!found.ok) return found
  const { own } = found.value
  if (!own) return refuse({ code: 'rooms/not-found' })
  await on.rooms.database.inOrganisation(on.actor.organisation.id, (tx) => deleteOwnFormat(tx, own.id))
  return accept({ format: own.id })
}
