import * as v from 'valibot'

/** What the page of sheets sends: for which group, after how many printings, and where the sheets will lie. */
export const SheetsForm = v.object({
  group: v.pipe(v.string(), v.maxLength(40)),
  after: v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)),
  lie: v.fallback(v.pipe(v.string(), v.excludes('\0'), v.trim(), v.maxLength(160)), ''),
})
