import { error, fail, redirect } from '@sveltejs/kit'
import {
  changeFormat,
  copyFormat,
  deleteFormat,
  type FormatAct,
  readFormat,
} from '#capabilities/rooms/index.server.ts'
import { phases, statusOf } from '#capabilities/rooms/index.ts'
import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { sentBy } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const read = await readFormat(present(event), { format: event.params.format })
  if (!read.ok) error(statusOf[read.refusal.code])
  const { format, own } = read.value
  return { format: format.format, isOwn: own !== undefined, language: getLocale() }
}

const change = async (event: RequestEvent, sent: FormData, act: FormatAct) => {
  const { format } = event.params
  const changed = await changeFormat(present(event), { format, sent, act, language: getLocale() })
  if (changed.ok) redirect(303, event.url.pathname)
  const { refusal } = changed
  if (refusal.code === 'format-cannot-run')
    return fail(422, { problems: refusal.problems, format: refusal.format })
  if (statusOf[refusal.code] === 404) error(404)
  return fail(statusOf[refusal.code], { refusal })
}

export const actions: Actions = {
  copy: async (event) => {
    const { format } = event.params
    const copied = await copyFormat(present(event), { format, language: getLocale() })
    if (!copied.ok) error(statusOf[copied.refusal.code])
    redirect(303, `/app/${event.params.organisation}/rooms/formats/${copied.value.format}`)
  },
  keep: async (event) => change(event, await sentBy(event.request), { do: 'keep' }),
  addStep: async (event) => {
    const sent = await sentBy(event.request)
    const phase = phases.find((one) => one === sent.get('phase')) ?? 'turn'
    return change(event, sent, { do: 'add-step', phase, words: { [getLocale()]: m.roomplan_step_new() } })
  },
  removeStep: async (event) => {
    const sent = await sentBy(event.request)
    return change(event, sent, { do: 'remove-step', step: String(sent.get('step') ?? '') })
  },
  delete: async (event) => {
    const deleted = await deleteFormat(present(event), { format: event.params.format })
    if (!deleted.ok) error(statusOf[deleted.refusal.code])
    redirect(303, `/app/${event.params.organisation}/rooms/formats`)
  },
}
