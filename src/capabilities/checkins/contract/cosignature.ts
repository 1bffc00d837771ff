import * as v from 'valibot'

/** `hash`: of the manifest; `witness`: its id there; `signature`: r and s. All as the chain writes them. */
export const CosignatureRequest = v.object({
  hash: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  witness: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/)),
  signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/)),
})
