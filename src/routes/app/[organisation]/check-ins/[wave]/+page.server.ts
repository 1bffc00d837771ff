import { error, fail, redirect } from '@sveltejs/kit'
import {
  announceWave,
  cancelWave,
  readAsked,
  readCancellation,
  readHoldersNow,
  readKeyHolding,
  readSigning,
  readWave,
  showPlan,
} from '#capabilities/checkins/index.server.ts'
import { showWave, statusOf } from '#capabilities/checkins/index.ts'
import { mayLookAfterPeople } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { sentBy } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where the support page is: to fill it, for those who may; to read it, for everybody else. */
const supportAt = (actor: Actor): string => {
  const { slug } = actor.organisation
  return mayLookAfterPeople(actor) ? `/app/${slug}/support` : `/support/${slug}`
}

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readWave({ wave: event.params.wave }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  const { wave, plan, fingerprint, keysReadyIn, may } = read.value
  const draft = wave.state === 'draft' ? await showPlan(wave, on) : undefined
  return {
    wave: {
      ...showWave(wave),
      minimumGroup: wave.minimumGroup,
      eligible: wave.eligible,
      reminderAt: read.value.reminderAt,
      isChecked: read.value.isChecked,
    },
    asked: await readAsked({ wave: wave.id }, on),
    announced: plan && fingerprint ? { ...plan, words: fingerprint } : null,
    holding: draft ? await readHoldersNow(on) : await readKeyHolding(wave, on),
    signing: await readSigning(wave, on),
    draft: draft && {
      keysReadyIn,
      seen: draft.ok ? { shown: draft.value } : { refusal: draft.refusal },
    },
    cancellation: wave.state === 'cancelled' ? await readCancellation({ wave: wave.id }, on) : null,
    may,
    supportAt: supportAt(on.actor),
    now: on.clock.now(),
    zone: on.actor.organisation.timeZone,
  }
}

export const actions: Actions = {
  announce: async (event) => {
    const announced = await announceWave({ wave: event.params.wave }, present(event))
    if (announced.ok) redirect(303, event.url.pathname)
    const { refusal } = announced
    return fail(statusOf[refusal.code], { refusal, act: 'announce' as const })
  },
  cancel: async (event) => {
    const on = present(event)
    const { why = '' } = Object.fromEntries(await sentBy(event.request))
    const before = await readWave({ wave: event.params.wave }, on)
    const cancelled = await cancelWave({ wave: event.params.wave, form: { why } }, on)
    if (cancelled.ok) {
      const isGone = before.ok && before.value.wave.state === 'draft'
      redirect(303, isGone ? `/app/${event.params.organisation}/check-ins` : event.url.pathname)
    }
    const { refusal } = cancelled
    return fail(statusOf[refusal.code], { refusal, act: 'cancel' as const, why: String(why).slice(0, 1000) })
  },
}
