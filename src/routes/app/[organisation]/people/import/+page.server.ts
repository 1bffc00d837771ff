import { error, redirect } from '@sveltejs/kit'
import {
  confirmImport,
  mayLookAfterPeople,
  previewImport,
  uploadRoster,
} from '#capabilities/people/index.server.ts'
import { sayRefusal } from '#capabilities/people/index.ui.ts'
import { refused, sentBy, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import { numberIn } from '../../../../number-in.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const upload = event.url.searchParams.get('list')
  const isFirst = event.url.searchParams.get('first') === 'yes'
  const { may } = await event.parent()
  if (!may.lookAfterPeople) error(404)
  if (upload === null) return { seen: undefined, gone: undefined, isFirst }
  const page = numberIn(event.url.searchParams.get('page')) ?? 1
  const seen = await previewImport(site, { actor: site.actor, upload, page })
  if (seen.ok) return { seen: seen.value, gone: undefined, isFirst }
  return { seen: undefined, gone: sayRefusal(seen.refusal), isFirst }
}

/** The choices of a page of the preview, each under its own name; of a name sent twice, the last. */
const choicesOf = (values: Record<string, string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      name.startsWith('choice:') ? [[name.slice('choice:'.length), textOf(value)] as const] : [],
    ),
  )
const textOf = (value: string | string[] | undefined): string =>
  (typeof value === 'string' ? value : value?.at(-1)) ?? ''

export const actions: Actions = {
  upload: async (event) => {
    const site = present(event)
    // A list may be long: whoever may not bring one in is not read.
    if (!mayLookAfterPeople(site.actor)) return refused({ code: 'people/not-found' })
    const data = await sentBy(event.request)
    const file = data.get('file')
    if (!(file instanceof File) || (file.size === 0 && file.name === '')) {
      return refused({ code: 'people/fields', fields: { file: 'file-missing' } })
    }
    const bytes = new Uint8Array(await file.arrayBuffer())
    const uploaded = await uploadRoster(site, { actor: site.actor, fileName: file.name, bytes })
    if (!uploaded.ok) return refused(uploaded.refusal)
    redirect(303, `${event.url.pathname}?list=${uploaded.value.upload}`)
  },
  look: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const upload = textOf(values.upload)
    const encoding = textOf(values.encoding)
    const decide = { choices: choicesOf(values), ...(encoding ? { encoding } : {}) }
    const seen = await previewImport(site, { actor: site.actor, upload, decide })
    if (!seen.ok) return refused(seen.refusal)
    const page = /^\d{1,5}$/.test(textOf(values.page)) ? `&page=${textOf(values.page)}` : ''
    redirect(303, `${event.url.pathname}?list=${upload}${page}`)
  },
  confirm: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await confirmImport(site, {
      actor: site.actor,
      upload: textOf(values.upload),
      fingerprint: textOf(values.fingerprint),
      choices: choicesOf(values),
    })
    if (!done.ok) return refused(done.refusal)
    const { added, changed } = done.value
    redirect(303, `/app/${site.actor.organisation.slug}/people?added=${added}&changed=${changed}`)
  },
}
