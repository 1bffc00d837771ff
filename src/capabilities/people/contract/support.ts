import * as v from 'valibot'
import { cleanText } from '../domain/roster/cells/text.ts'
import { supportKinds } from '../domain/support/support-entry.ts'

const line = (longest: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.maxLength(2_000, 'text-too-long'),
      v.transform(cleanText),
      v.check((text) => [...text].length <= longest, 'text-too-long'),
    ),
    '',
  )

/** One section of the support page, as its form sends it. */
export const SupportForm = v.strictObject({
  kind: v.picklist(supportKinds),
  none: v.optional(v.literal('yes')),
  name: line(120),
  phone: line(60),
  address: line(200),
  hours: line(120),
  languages: line(120),
})

export const SupportListingForm = v.strictObject({ listed: v.optional(v.literal('yes')) })
