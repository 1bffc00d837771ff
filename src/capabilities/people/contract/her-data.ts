import * as v from 'valibot'

/** What cannot be undone is asked for with a tick of its own. */
export const DeleteForm = v.strictObject({
  sure: v.pipe(v.optional(v.string(), ''), v.literal('yes', 'not-sure')),
})
