import * as v from 'valibot'

const key = (length: number) => v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+=*$/), v.maxLength(length))

/** What a browser says of itself when it wants to be told: an address and the keys to which words are sealed. */
export const PushForm = v.object({
  endpoint: v.pipe(v.string(), v.url(), v.maxLength(2000), v.excludes('\0')),
  p256dh: key(100),
  auth: key(40),
})
