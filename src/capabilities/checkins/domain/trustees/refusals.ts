/** What naming trustees and what they do may refuse. Each code has a sentence in messages and a status here. */
export type TrusteeRefusal =
  | { code: 'trustees/not-found' }
  | { code: 'trustees/name-missing' }
  | { code: 'trustees/office-missing' }
  | { code: 'trustees/office-taken'; name: string }
  | { code: 'trustees/email-not-readable' }
  | { code: 'trustees/link-not-valid' }
  | { code: 'trustees/not-readable' }
  | { code: 'trustees/code-in-use' }
  | { code: 'trustees/enough-parts' }
  | { code: 'trustees/too-early' }
  | { code: 'trustees/not-waited-for' }
  | { code: 'trustees/another-key' }

export const trusteeStatusOf: Record<TrusteeRefusal['code'], number> = {
  'trustees/not-found': 404,
  'trustees/name-missing': 422,
  'trustees/office-missing': 422,
  'trustees/office-taken': 409,
  'trustees/email-not-readable': 422,
  'trustees/link-not-valid': 404,
  'trustees/not-readable': 400,
  'trustees/code-in-use': 409,
  'trustees/enough-parts': 409,
  'trustees/too-early': 425,
  'trustees/not-waited-for': 410,
  'trustees/another-key': 403,
}
