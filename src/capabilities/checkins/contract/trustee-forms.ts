import * as v from 'valibot'

const base64url = (size: number) => v.pipe(v.string(), v.regex(new RegExp(`^[A-Za-z0-9_-]{${size}}$`)))
const point = base64url(87)
const signature = base64url(86)

/** What names a trustee. */
export const TrusteeForm = v.object({
  office: v.picklist(['data-protection', 'staff']),
  name: v.pipe(v.string(), v.excludes('\0'), v.trim(), v.maxLength(120)),
  email: v.pipe(v.string(), v.excludes('\0'), v.trim(), v.maxLength(320)),
})

/** What the browser of a trustee sends once it has made parts; `secret`: of her link, the first time. */
export const PartsRequest = v.strictObject({
  secret: v.optional(base64url(32)),
  parts: v.pipe(
    v.array(
      v.strictObject({
        identity: point,
        slot: v.pipe(v.string(), v.maxLength(40)),
        publicKey: point,
        proof: signature,
        voucher: signature,
      }),
    ),
    v.minLength(1),
    v.maxLength(60),
  ),
})

/** What releases a check-in: which of its parts, and the part itself. */
export const PartRequest = v.strictObject({ wave: v.string(), publicKey: point, part: base64url(43) })
