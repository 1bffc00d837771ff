import * as v from 'valibot'

const line = (missing: string, most: number) =>
  v.pipe(v.string(missing), v.trim(), v.nonEmpty(missing), v.maxLength(most, 'name-too-long'))

export const ProviderForm = v.strictObject({
  issuer: v.pipe(line('issuer-not-valid', 400), v.url('issuer-not-valid')),
  clientId: line('client-id-missing', 400),
  /** Left empty, the one that is kept stays. */
  clientSecret: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1_000, 'name-too-long')), ''),
  buttonName: line('name-missing', 60),
})
export const TurnProviderForm = v.strictObject({ on: v.picklist(['yes', 'no']) })
