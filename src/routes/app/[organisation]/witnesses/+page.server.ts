import { error, fail, redirect } from '@sveltejs/kit'
import { changeWitnesses, readWitnesses, readWitnessForm } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { sentBy } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readWitnesses(on)
  if (!read.ok) error(statusOf[read.refusal.code])
  return { ...read.value, chainAt: `${on.checkins.publicUrl}/manifests/${event.params.organisation}` }
}

const change = (what: 'add' | 'end' | 'require') => async (event: RequestEvent) => {
  const sent = Object.fromEntries(await sentBy(event.request))
  const read = readWitnessForm(what, sent)
  const done = read
    ? await changeWitnesses({ change: read }, present(event))
    : { ok: false as const, refusal: { code: 'checkins/form-not-readable' as const } }
  if (done.ok) redirect(303, event.url.pathname)
  const typed = {
    name: String(sent.name ?? '').slice(0, 400),
    key: String(sent.publicKey ?? '').slice(0, 400),
  }
  return fail(statusOf[done.refusal.code], { refusal: done.refusal, typed })
}

export const actions: Actions = {
  add: change('add'),
  end: change('end'),
  require: change('require'),
}
