import * as v from 'valibot'
import type { WitnessChange } from '../domain/chain/change-list.ts'

const words = v.optional(v.pipe(v.string(), v.maxLength(400)), '')
const Form = v.object({ name: words, publicKey: words, isRequired: words, id: words })

/** What the page of witnesses sends: an addition, an end, or whether browsers wait. Undefined for what it never sends. */
export const readWitnessForm = (
  what: WitnessChange['what'],
  sent: Readonly<Record<string, unknown>>,
): WitnessChange | undefined => {
  const form = v.safeParse(Form, sent)
  if (!form.success) return undefined
  const { name, id } = form.output
  const publicKey = form.output.publicKey.replace(/\s/g, '')
  const isRequired = form.output.isRequired === 'yes'
  if (what === 'add') return { what, name, publicKey, isRequired }
  return what === 'end' ? { what, id } : { what, id, isRequired }
}
